using Aspire.Dashboard.Components.Controls;
using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>Log records: what is asked of the store, and which record is open.</summary>
public sealed partial class StructuredLogs
{
    private Virtualize<LogEntry>? _list;
    private LogQuery? _counted;
    private LogQuery _query = new();
    private TraceId? _trace;
    private SpanId? _span;
    private LogEntry? _selected;
    private int _total;
    private bool _isAdding;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <summary>Name of the sender.</summary>
    [SupplyParameterFromQuery]
    public string? Resource { get; set; }

    /// <summary>This level and more severe ones.</summary>
    [SupplyParameterFromQuery]
    public string? Level { get; set; }

    /// <summary>Words to find.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <summary>Filters on fields and attributes.</summary>
    [SupplyParameterFromQuery]
    public string[]? Filter { get; set; }

    /// <summary>Only records of this trace.</summary>
    [SupplyParameterFromQuery]
    public string? Trace { get; set; }

    /// <summary>Only records of this span.</summary>
    [SupplyParameterFromQuery]
    public string? Span { get; set; }

    /// <summary>Sequence number of the record that is open.</summary>
    [SupplyParameterFromQuery]
    public long? Log { get; set; }

    private bool IsFiltered =>
        !string.IsNullOrEmpty(Resource) || !string.IsNullOrEmpty(Level) || !string.IsNullOrEmpty(Text) || Filter is { Length: > 0 } || _trace is not null;

    /// <inheritdoc />
    protected override void OnInitialized() => Follow(TelemetryKinds.Logs);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _trace = TraceId.TryParse(Trace, out var trace) ? trace : null;
        _span = SpanId.TryParse(Span, out var span) ? span : null;
        var query = new LogQuery
        {
            Resource = Telemetry.Find(Resource),
            MinSeverity = LogSeverities.TryParse(Level, out var severity) ? severity : null,
            Filters = FilterText.ReadAll(Filter),
            Text = string.IsNullOrWhiteSpace(Text) ? null : Text,
            TraceId = _trace,
            SpanId = _span,
            Descending = true,
        };
        _query = query;
        if (Log is not { } sequence)
            _selected = null;
        else if (_selected?.Sequence != sequence)
            _selected = Telemetry.QueryLogs(new LogQuery { AfterSequence = sequence - 1, Take = int.MaxValue }).Items.FirstOrDefault(l => l.Sequence == sequence);
        Refresh();
    }

    /// <inheritdoc />
    protected override void Refresh()
    {
        // While there are rows, the list itself learns how many there are.
        if (FrozenAt is null && (_total == 0 || _counted != _query))
        {
            _counted = _query;
            _total = Telemetry.QueryLogs(_query with { Take = 1 }).TotalCount;
        }

        base.Refresh();
    }

    /// <inheritdoc />
    protected override Task ReloadAsync() => _list?.RefreshDataAsync() ?? Task.CompletedTask;

    private static string Tone(LogSeverity severity) => severity switch
    {
        >= LogSeverity.Error => "error",
        LogSeverity.Warning => "warn",
        _ => "",
    };

    private static string LevelName(LogEntry entry) =>
        entry.Severity == LogSeverity.Unspecified && entry.SeverityText.Length > 0 ? entry.SeverityText : entry.Severity.ToString();

    private static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "…");

    private static string TraceLink(LogEntry entry) =>
        Query.Link($"traces/detail/{entry.TraceId}", ("span", entry.SpanId.IsNone ? null : entry.SpanId.ToString()));

    private ValueTask<ItemsProviderResult<LogEntry>> ProvideAsync(ItemsProviderRequest request)
    {
        var page = Telemetry.QueryLogs(_query with { Skip = request.StartIndex, Take = request.Count, To = FrozenAt });
        _total = page.TotalCount;
        return ValueTask.FromResult(new ItemsProviderResult<LogEntry>(page.Items, page.TotalCount));
    }

    private Pair[] Context(LogEntry log)
    {
        var pairs = new List<Pair> { new("category", log.Scope.Name) };
        if (log.EventName.Length > 0)
            pairs.Add(new Pair("event", log.EventName));
        if (!log.TraceId.IsNone)
            pairs.Add(new Pair("trace id", log.TraceId.ToString(), Link: TraceLink(log)));
        if (!log.SpanId.IsNone)
            pairs.Add(new Pair("span id", log.SpanId.ToString(), Link: TraceLink(log)));
        pairs.Add(new Pair("severity", $"{log.SeverityNumber} {log.SeverityText}"));
        if (log.DroppedAttributes > 0)
            pairs.Add(new Pair("dropped attributes", AttributePairs.Number(log.DroppedAttributes)));
        return [.. pairs];
    }

    private void Select(LogEntry entry)
    {
        _selected = entry == _selected ? null : entry;
        Nav.Set(("log", _selected?.Sequence));
    }

    private void Close() => Nav.Set(("log", null));

    private void ClearFilters() =>
        Nav.Set(("resource", null), ("level", null), ("text", null), ("filter", null), ("trace", null), ("span", null));

    private void Clear() => Telemetry.Clear(TelemetryKinds.Logs, Telemetry.Find(Resource));

    private Task ToTopAsync() => Js.InvokeVoidAsync("dashboard.scrollToTop", "[data-top]").AsTask();
}
