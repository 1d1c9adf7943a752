using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using static Embedded.Tests.Dashboard.Samples;

namespace Embedded.Tests.Dashboard;

public sealed class TraceQueryTests : IDisposable
{
    private readonly TestStore _store = new();

    public TraceQueryTests()
    {
        _store.Add(Traces(
            "order",
            Span(1, 1, start: 0, end: 3, name: "POST /orders", attributes: [("http.route", "/orders"), ("http.response.status_code", 201)]),
            Span(1, 2, parent: 1, start: 1, end: 2, name: "INSERT", attributes: ("db.system", "postgresql"))));
        _store.Add(Traces("order", Span(2, 1, start: 10, end: 11, name: "GET /health", attributes: [("http.route", "/health"), ("http.response.status_code", 200)])));
        _store.Add(Traces("product", Span(3, 1, start: 20, end: 25, name: "GET /products", error: true, attributes: [("http.route", "/products"), ("orderId", 4711)])));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public void The_newest_traces_come_first() => Assert.Equal([3ul, 2, 1], Numbers(new TraceQuery()));

    [Fact]
    public void Traces_can_be_sorted_by_duration() => Assert.Equal([3ul, 1, 2], Numbers(new TraceQuery { Sort = TraceSort.Duration }));

    [Fact]
    public void Ascending_order_is_the_reverse() => Assert.Equal([2ul, 1, 3], Numbers(new TraceQuery { Sort = TraceSort.Duration, Descending = false }));

    [Fact]
    public void A_resource_finds_the_traces_it_takes_part_in() => Assert.Equal([3ul], Numbers(new TraceQuery { Resource = new ResourceKey("Product") }));

    [Fact]
    public void Errors_can_be_asked_for_and_excluded()
    {
        Assert.Equal([3ul], Numbers(new TraceQuery { HasErrors = true }));
        Assert.Equal([2ul, 1], Numbers(new TraceQuery { HasErrors = false }));
    }

    [Fact]
    public void Durations_and_times_bound_the_list()
    {
        Assert.Equal([3ul, 1], Numbers(new TraceQuery { MinDuration = TimeSpan.FromSeconds(3) }));
        Assert.Equal([2ul], Numbers(new TraceQuery { MaxDuration = TimeSpan.FromSeconds(2) }));
        Assert.Equal([2ul], Numbers(new TraceQuery { From = BaseTime.AddSeconds(10), To = BaseTime.AddSeconds(20) }));
    }

    [Theory]
    [InlineData("health", 2)]
    [InlineData("POSTGRES", 1)]
    [InlineData("471", 3)]
    [InlineData("it failed", 3)]
    public void Text_is_searched_in_names_and_attributes(string text, ulong expected) => Assert.Equal([expected], Numbers(new TraceQuery { Text = text }));

    [Theory]
    [InlineData("http.response.status_code", nameof(FilterCondition.Equals), "201", new ulong[] { 1 })]
    [InlineData("http.route", nameof(FilterCondition.Contains), "O", new ulong[] { 3, 1 })]
    [InlineData("http.route", nameof(FilterCondition.NotEquals), "/health", new ulong[] { 3, 1 })]
    [InlineData("http.route", nameof(FilterCondition.NotContains), "order", new ulong[] { 3, 2 })]
    [InlineData("@name", nameof(FilterCondition.Equals), "insert", new ulong[] { 1 })]
    [InlineData("service.name", nameof(FilterCondition.Equals), "product", new ulong[] { 3 })]
    [InlineData("absent", nameof(FilterCondition.NotEquals), "x", new ulong[] { 3, 2, 1 })]
    [InlineData("absent", nameof(FilterCondition.Equals), "x", new ulong[0])]
    public void Attributes_filter_traces(string field, string condition, string value, ulong[] expected) =>
        Assert.Equal(expected, Numbers(new TraceQuery { Filters = [new FieldFilter(field, Enum.Parse<FilterCondition>(condition), value)] }));

    [Fact]
    public void Positive_conditions_must_hold_for_one_and_the_same_span()
    {
        FieldFilter[] filters = [new("http.route", FilterCondition.Equals, "/orders"), new("db.system", FilterCondition.Equals, "postgresql")];

        Assert.Empty(Numbers(new TraceQuery { Filters = filters }));
    }

    [Fact]
    public void A_page_knows_the_whole()
    {
        var page = _store.Read.QueryTraces(new TraceQuery { Skip = 1, Take = 1 });

        Assert.Equal(2ul, (ulong)Assert.Single(page.Items).TraceId.Value);
        Assert.Equal((3, TimeSpan.FromSeconds(5)), (page.TotalCount, page.MaxDuration));
    }

    [Fact]
    public void Filters_are_suggested_from_what_is_stored()
    {
        Assert.Contains("http.route", _store.Read.GetFilterFields(TelemetryKinds.Traces));
        Assert.DoesNotContain("orderId", _store.Read.GetFilterFields(TelemetryKinds.Traces, new ResourceKey("order")));
        Assert.Equal(["/health", "/orders", "/products"], _store.Read.GetFilterValues(TelemetryKinds.Traces, "http.route"));
    }

    private IEnumerable<ulong> Numbers(TraceQuery query) => _store.Read.QueryTraces(query).Items.Select(trace => (ulong)trace.TraceId.Value);
}
