using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using OpenTelemetry.Proto.Logs.V1;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class LogQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    public LogQueryTests()
    {
        var traced = Log("Reserved 3 pieces", 3, SeverityNumber.Warn, ("ProductId", 17));
        traced.TraceId = TraceIdBytes(7);
        traced.SpanId = SpanIdBytes(8);
        _store.Add(Logs("order", Log("Order placed", 2, SeverityNumber.Info, ("OrderId", "a-1")), traced));
        _store.Add(Logs("payment", Log("Card declined", 1, SeverityNumber.Error2, ("exception.message", "no money"), ("exception.stacktrace", "at Pay()"))));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Records_come_in_the_order_of_time_and_not_of_arrival() => Assert.Equal(["Card declined", "Order placed", "Reserved 3 pieces"], Messages(new LogQuery()));

    [Fact]
    public void A_level_lets_the_more_severe_through() => Assert.Equal(["Card declined", "Reserved 3 pieces"], Messages(new LogQuery { MinSeverity = LogSeverity.Warning }));

    [Fact]
    public void Records_of_a_trace_and_a_span_are_found()
    {
        Assert.Equal(["Reserved 3 pieces"], Messages(new LogQuery { TraceId = new TraceId(7) }));
        Assert.Equal(["Reserved 3 pieces"], Messages(new LogQuery { SpanId = new SpanId(8) }));
        Assert.Empty(Messages(new LogQuery { SpanId = new SpanId(9) }));
    }

    [Theory]
    [InlineData("pieces reserved", "Reserved 3 pieces")]
    [InlineData("a-1 PLACED", "Order placed")]
    [InlineData("money", "Card declined")]
    [InlineData("shop.orders 17", "Reserved 3 pieces")]
    public void All_words_must_be_found_in_message_category_or_attributes(string text, string expected) => Assert.Equal([expected], Messages(new LogQuery { Text = text }));

    [Theory]
    [InlineData("ProductId", nameof(FilterCondition.Equals), "17", new[] { "Reserved 3 pieces" })]
    [InlineData("ProductId", nameof(FilterCondition.NotEquals), "17", new[] { "Card declined", "Order placed" })]
    [InlineData("@message", nameof(FilterCondition.NotContains), "card", new[] { "Order placed", "Reserved 3 pieces" })]
    [InlineData("@level", nameof(FilterCondition.Equals), "error", new[] { "Card declined" })]
    [InlineData("@resource", nameof(FilterCondition.Contains), "pay", new[] { "Card declined" })]
    public void Attributes_filter_records(string field, string condition, string value, string[] expected) =>
        Assert.Equal(expected, Messages(new LogQuery { Filters = [new FieldFilter(field, Enum.Parse<FilterCondition>(condition), value)] }));

    [Fact]
    public void An_exception_is_its_stack_trace() => Assert.Equal("at Pay()", _store.Read.QueryLogs(new LogQuery { Resource = new ResourceKey("payment") }).Items[0].Exception);

    [Fact]
    public void Pages_fit_together()
    {
        var first = _store.Read.QueryLogs(new LogQuery { Take = 2, Descending = true });
        var second = _store.Read.QueryLogs(new LogQuery { Skip = 2, Take = 2, Descending = true });

        Assert.Equal(["Reserved 3 pieces", "Order placed", "Card declined"], first.Items.Concat(second.Items).Select(entry => entry.Message));
        Assert.Equal(3, first.TotalCount);
    }

    [Fact]
    public void A_record_without_a_time_gets_the_time_of_its_arrival()
    {
        _store.Time.Advance(TimeSpan.FromMinutes(1));
        var record = Log("when?");
        record.TimeUnixNano = 0;
        _store.Add(Logs("order", record));

        Assert.Equal(BaseTime.AddMinutes(1), _store.Read.QueryLogs(new LogQuery { Text = "when?" }).Items[0].Time);
    }

    [Fact]
    public void Errors_are_counted_for_each_resource() =>
        Assert.Equal([("order", 2, 0), ("payment", 1, 1)], _store.Read.GetResources().Select(resource => (resource.Key.Name, resource.LogCount, resource.ErrorLogCount)));

    private IEnumerable<string> Messages(LogQuery query) => _store.Read.QueryLogs(query).Items.Select(entry => entry.Message);
}
