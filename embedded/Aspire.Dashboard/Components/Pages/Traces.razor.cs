using System.Globalization;
using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>Traces: what is asked of the store, and in which order.</summary>
public sealed partial class Traces
{
    private Virtualize<TraceSummary>? _list;
    private TraceQuery _query = new();
    private TraceQuery? _counted;
    private TimeSpan _longest;
    private int _total;
    private bool _isAdding;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <summary>Name of a sender that takes part.</summary>
    [SupplyParameterFromQuery]
    public string? Resource { get; set; }

    /// <summary>Role of a span.</summary>
    [SupplyParameterFromQuery]
    public string? Kind { get; set; }

    /// <summary>Found in a span's name or attributes.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <summary>Filters on fields and attributes.</summary>
    [SupplyParameterFromQuery]
    public string[]? Filter { get; set; }

    /// <summary>Shortest duration, in milliseconds or with a unit.</summary>
    [SupplyParameterFromQuery]
    public string? Min { get; set; }

    /// <summary>Only traces with errors.</summary>
    [SupplyParameterFromQuery]
    public bool Errors { get; set; }

    /// <summary>"duration", or by time.</summary>
    [SupplyParameterFromQuery]
    public string? By { get; set; }

    /// <summary>Smallest first.</summary>
    [SupplyParameterFromQuery]
    public bool Ascending { get; set; }

    private bool IsFiltered =>
        !string.IsNullOrEmpty(Resource) || !string.IsNullOrEmpty(Kind) || !string.IsNullOrEmpty(Text)
        || Filter is { Length: > 0 } || !string.IsNullOrEmpty(Min) || Errors;

    /// <inheritdoc />
    protected override void OnInitialized() => Follow(TelemetryKinds.Traces);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _query = new TraceQuery
        {
            Resource = Telemetry.Find(Resource),
            Kind = Enum.TryParse<SpanKind>(Kind, true, out var kind) && Enum.IsDefined(kind) ? kind : null,
            Filters = FilterText.ReadAll(Filter),
            Text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim(),
            MinDuration = Durations.TryParse(Min, out var shortest) ? shortest : null,
            HasErrors = Errors ? true : null,
            Sort = By == "duration" ? TraceSort.Duration : TraceSort.StartTime,
            Descending = !Ascending,
        };
        Refresh();
    }

    /// <inheritdoc />
    protected override void Refresh()
    {
        // While there are rows, the list itself learns how many there are.
        if (FrozenAt is null && (_total == 0 || _counted != _query))
        {
            _counted = _query;
            var page = Telemetry.QueryTraces(_query with { Take = 1 });
            (_total, _longest) = (page.TotalCount, page.MaxDuration);
        }

        base.Refresh();
    }

    /// <inheritdoc />
    protected override Task ReloadAsync() => _list?.RefreshDataAsync() ?? Task.CompletedTask;

    private static string Link(TraceSummary trace) => $"traces/detail/{trace.TraceId}";

    private ValueTask<ItemsProviderResult<TraceSummary>> ProvideAsync(ItemsProviderRequest request)
    {
        var page = Telemetry.QueryTraces(_query with { Skip = request.StartIndex, Take = request.Count, To = FrozenAt });
        (_total, _longest) = (page.TotalCount, page.MaxDuration);
        return ValueTask.FromResult(new ItemsProviderResult<TraceSummary>(page.Items, page.TotalCount));
    }

    private string Share(TimeSpan duration) =>
        (_longest > TimeSpan.Zero ? Math.Min(100, 100 * (duration / _longest)) : 0).ToString("0.#", CultureInfo.InvariantCulture);

    private string? SortState(TraceSort sort) => _query.Sort != sort ? null : _query.Descending ? "descending" : "ascending";

    private string Arrow(TraceSort sort) => _query.Sort != sort ? "" : _query.Descending ? "↓" : "↑";

    // The first click on another column shows its largest first: the newest, the slowest.
    private void Sort(TraceSort sort) => Nav.Set(
        ("by", sort == TraceSort.Duration ? "duration" : null),
        ("ascending", _query.Sort == sort && _query.Descending ? "true" : null));

    private void ClearFilters() =>
        Nav.Set(("resource", null), ("kind", null), ("text", null), ("filter", null), ("min", null), ("errors", null));

    private void Clear() => Telemetry.Clear(TelemetryKinds.Traces, Telemetry.Find(Resource));

    private Task ToTopAsync() => Js.InvokeVoidAsync("dashboard.scrollToTop", "[data-top]").AsTask();
}
