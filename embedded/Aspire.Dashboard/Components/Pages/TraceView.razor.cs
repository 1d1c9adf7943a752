using System.Globalization;
using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.Telemetry;
using Aspire.Dashboard.Telemetry.Queries;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>One trace: what is in sight, what is selected, what is found.</summary>
public sealed partial class TraceView
{
    private const int RowHeight = 28;

    private readonly HashSet<SpanId> _collapsed = [];
    private Waterfall? _waterfall;
    private TraceNode[] _visible = [];
    private TraceNode[] _matches = [];
    private TraceNode? _selected;
    private IDisposable? _subscription;
    private string? _loadedId;
    private int _logCount;
    private (string? Text, string? Span) _drawnFor;
    private int _match = -1;
    private bool _showsPath = true;
    private bool _reveal;

    /// <summary>The trace's id.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Id of the span whose details are open.</summary>
    [SupplyParameterFromQuery]
    public string? Span { get; set; }

    /// <summary>Text to find in spans.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized() =>
        _subscription = Telemetry.Subscribe(kinds =>
        {
            if ((kinds & (TelemetryKinds.Traces | TelemetryKinds.Logs)) != 0)
                Signal();
        });

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_loadedId != Id)
        {
            _loadedId = Id;
            _collapsed.Clear();
            _reveal = Span is not null;
        }

        _match = -1;
        Refresh();
    }

    /// <inheritdoc />
    protected override void Refresh()
    {
        var trace = TraceId.TryParse(Id, out var id) ? Telemetry.GetTrace(id) : null;
        if (trace is null)
        {
            _waterfall = null;
            return;
        }

        var logs = Telemetry.QueryLogs(new LogQuery { TraceId = id, Take = int.MaxValue });
        if (_waterfall is { } drawn && drawn.Trace.TraceId == id && drawn.Trace.Summary.LastSequence == trace.Summary.LastSequence
            && _logCount == logs.TotalCount && _drawnFor == (Text, Span) && !_reveal)
        {
            return;
        }

        _drawnFor = (Text, Span);
        _logCount = logs.TotalCount;
        _waterfall = new Waterfall(trace, logs.Items, Text);
        _matches = [.. _waterfall.Matches];
        _selected = SpanId.TryParse(Span, out var span) ? trace.Nodes.FirstOrDefault(n => n.Span.SpanId == span) : null;
        if (_reveal && _selected is not null)
            Uncover(_selected);
        _visible = _waterfall.Visible(_collapsed);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_reveal && _selected is not null)
        {
            _reveal = false;
            var index = Array.FindIndex(_visible, n => n.Span.SpanId == _selected.Span.SpanId);
            await Js.InvokeVoidAsync("dashboard.scrollToRow", "[data-testid=waterfall]", index, RowHeight);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        _subscription?.Dispose();
        base.Dispose(disposing);
    }

    // The label stands right of its bar, unless there is no room.
    private static string LabelSide(Waterfall waterfall, TraceNode node) =>
        waterfall.At(node.Span.EndNanos) < 86 ? "after" : waterfall.At(node.Span.StartNanos) > 14 ? "before" : "inside";

    private static string LabelStyle(Waterfall waterfall, TraceNode node)
    {
        var (start, end) = (waterfall.At(node.Span.StartNanos), waterfall.At(node.Span.EndNanos));
        return LabelSide(waterfall, node) switch
        {
            "after" => string.Create(CultureInfo.InvariantCulture, $"left:{end:0.###}%"),
            "before" => string.Create(CultureInfo.InvariantCulture, $"right:{100 - start:0.###}%"),
            _ => string.Create(CultureInfo.InvariantCulture, $"right:{100 - end:0.###}%"),
        };
    }

    private TimeSpan Offset(TraceNode node) => UnixNanos.ToTimeSpan(node.Span.StartNanos - _waterfall!.Trace.Summary.StartNanos);

    private string SpanLink(TraceNode node) => Query.Link($"traces/detail/{Id}", ("span", node.Span.SpanId.ToString()), ("text", Text));

    private void Select(TraceNode node) =>
        Nav.Set(("span", node.Span.SpanId == _selected?.Span.SpanId ? null : node.Span.SpanId.ToString()));

    private void Toggle(TraceNode node)
    {
        if (!_collapsed.Add(node.Span.SpanId))
            _collapsed.Remove(node.Span.SpanId);
        _visible = _waterfall!.Visible(_collapsed);
    }

    private void CollapseAll()
    {
        _collapsed.UnionWith(_waterfall!.Trace.Nodes.Where(n => n.DescendantCount > 0 && n.Depth > 0).Select(n => n.Span.SpanId));
        _visible = _waterfall.Visible(_collapsed);
    }

    private void ExpandAll()
    {
        _collapsed.Clear();
        _visible = _waterfall!.Visible(_collapsed);
    }

    private async Task StepAsync(int step)
    {
        if (_matches.Length == 0)
            return;

        _match = _match < 0 ? (step > 0 ? 0 : _matches.Length - 1) : (_match + step + _matches.Length) % _matches.Length;
        var node = _matches[_match];
        Uncover(node);
        _visible = _waterfall!.Visible(_collapsed);
        var index = Array.FindIndex(_visible, n => n.Span.SpanId == node.Span.SpanId);
        await Js.InvokeVoidAsync("dashboard.scrollToRow", "[data-testid=waterfall]", index, RowHeight, node.Span.SpanId.ToString());
    }

    private void Uncover(TraceNode node)
    {
        for (var parent = node.ParentIndex; parent >= 0; parent = _waterfall!.Trace.Nodes[parent].ParentIndex)
            _collapsed.Remove(_waterfall!.Trace.Nodes[parent].Span.SpanId);
    }
}
