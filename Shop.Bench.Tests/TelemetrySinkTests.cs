using System.Net;
using System.Text;
using Shop.Bench.Running;

namespace Shop.Bench.Tests;

public sealed class TelemetrySinkTests
{
    private static readonly TimeSpan Took = TimeSpan.FromMilliseconds(2);

    // A request for /orders from outside: a server span without a parent.
    private static readonly byte[] Entry = Span(parent: [], kind: 2, "/orders");

    // A client span of the driver's within that request.
    private static readonly byte[] Statement = Span(parent: [9], kind: 3, "postgresql", "db.system.name");

    [Fact]
    public void A_reader_gives_the_fields_and_skips_the_values_that_it_does_not_read()
    {
        // Field 1 = 300 (varint), 2 = eight bytes, 3 = "hi", 4 = four bytes, 16 = 1: from a second byte of the tag on.
        var reader = new ProtobufReader(
            [0x08, 0xAC, 0x02, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1A, 2, (byte)'h', (byte)'i', 0x25, 1, 2, 3, 4, 0x80, 0x01, 0x01]);

        var fields = new List<(int Field, ulong Number, int Bytes)>();
        while (reader.Read())
            fields.Add((reader.Field, reader.Number, reader.Bytes.Length));

        Assert.Equal([(1, 300UL, 0), (2, 0x0807060504030201UL, 0), (3, 0UL, 2), (4, 0UL, 0), (16, 1UL, 0)], fields);
    }

    [Theory]
    [InlineData(new byte[] { 0x08 })] // A tag without its value.
    [InlineData(new byte[] { 0x80 })] // A tag that goes on.
    [InlineData(new byte[] { 0x0A, 5, 1, 2 })] // Shorter than announced.
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // Announces 2^64 - 1 bytes.
    [InlineData(new byte[] { 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })] // Eleven bytes of a number.
    [InlineData(new byte[] { 0x09, 1, 2 })] // Fewer than eight bytes.
    [InlineData(new byte[] { 0x00, 0x00 })] // Field 0.
    [InlineData(new byte[] { 0x0B })] // A group.
    [InlineData(new byte[] { 0x0F })] // A wire type that does not exist.
    public void What_is_no_protobuf_message_is_refused(byte[] message) => Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
        }
    });

    [Fact]
    public void Requests_and_statements_are_found_with_their_process_path_and_time_and_others_are_passed_over()
    {
        var request = Request(Entry, Span(parent: [7, 7], kind: 2, "/reservations"), Span(parent: [7, 7], kind: 3, "/reservations"), Statement);

        Assert.Equal(
            [
                new("0102", false, "order-api", "/orders", true, Took), new("0102", false, "order-api", "/reservations", false, Took),
                new("0102", true, "order-api", "", false, Took),
            ],
            TracedSpan.ReadAll(request));
    }

    [Fact]
    public void A_request_that_ends_too_early_is_refused_wherever_it_ends()
    {
        var request = Request(Entry);
        for (var length = 1; length < request.Length; length++)
            Assert.Throws<InvalidDataException>(() => TracedSpan.ReadAll(request.AsSpan(0, length)));
    }

    [Fact]
    public async Task Requests_are_counted_and_a_broken_message_of_telemetry_changes_nothing()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sink = await TelemetrySink.StartAsync(cancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(sink.Address) };

        var parts = await sink.FollowAsync(
            path => path == "/orders" ? "checkout" : null, 1,
            async () =>
            {
                Assert.Equal(HttpStatusCode.BadRequest, await SendAsync([.. Request(Entry), 0x0A]));
                Assert.Equal(HttpStatusCode.OK, await SendAsync(Request(Entry, Span(parent: [7, 7], kind: 2, "/reservations"), Statement)));
            },
            TimeSpan.FromSeconds(30), TimeProvider.System, cancellationToken);

        Assert.Equal([new("order-api", 2, 0.004, 1)], parts!["checkout"]);

        async Task<HttpStatusCode> SendAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            using var answer = await client.PostAsync("/v1/traces", content, cancellationToken);
            return answer.StatusCode;
        }
    }

    // ExportTraceServiceRequest.resource_spans > ResourceSpans.resource.attributes, and ResourceSpans.scope_spans > ScopeSpans.spans.
    private static byte[] Request(params byte[][] spans) => Field(1,
    [
        .. Field(1, Field(1, [.. Field(1, "service.name"u8), .. Field(2, Field(1, "order-api"u8))])),
        .. Field(2, [.. spans.SelectMany(span => Field(2, span))]),
    ]);

    // trace_id, span_id, parent_span_id, name, kind, start_ and end_time_unix_nano (2 ms apart) and two attributes, the first of them a number.
    private static byte[] Span(byte[] parent, byte kind, string path, string attribute = "url.path") =>
    [
        .. Field(1, [1, 2]), .. Field(2, [9]), .. Field(4, parent), .. Field(5, "POST"u8), 6 << 3, kind, (7 << 3) | 1, 0, 0, 0, 0, 0, 0, 0, 1,
        (8 << 3) | 1, 0x80, 0x84, 0x1E, 0, 0, 0, 0, 1,
        .. Field(9, [.. Field(1, "server.port"u8), .. Field(2, [3 << 3, 80])]),
        .. Field(9, [.. Field(1, Encoding.UTF8.GetBytes(attribute)), .. Field(2, Field(1, Encoding.UTF8.GetBytes(path)))]),
    ];

    // The length always takes two bytes, which a short one may.
    private static byte[] Field(int number, ReadOnlySpan<byte> value) =>
        [(byte)((number << 3) | 2), (byte)((value.Length & 0x7F) | 0x80), (byte)(value.Length >> 7), .. value];
}
