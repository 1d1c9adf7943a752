using Aspire.Dashboard.Components.Text;
using Aspire.Dashboard.ResourceService;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Aspire.Dashboard.Components.Pages;

/// <summary>Console lines: whose, which of them, and whether they still move.</summary>
public sealed partial class ConsoleLogs
{
    private const int WrappedLines = 2_000;

    private readonly HashSet<string> _isAmbiguous = new(StringComparer.OrdinalIgnoreCase);
    private ConsoleFeed? _feed;
    private IReadOnlyList<ResourceView> _resources = [];
    private IReadOnlyList<(string Value, string Label)> _choices = [];
    private string _choice = "";
    private ConsoleLine[] _lines = [];
    private Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private bool _isPaused;
    private bool _wraps;
    private bool _showTimes = true;
    private int _pausedAt;

    /// <summary>Name of the resource; none is all.</summary>
    [SupplyParameterFromQuery]
    public string? Resource { get; set; }

    /// <summary>Only lines with this text.</summary>
    [SupplyParameterFromQuery]
    public string? Text { get; set; }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        if (!Client.IsEnabled)
            return;

        _feed = new ConsoleFeed(Client, TimeSource);
        _feed.Changed += Signal;
        Catalog.Changed += Signal;
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _isPaused = false;
        Refresh();
    }

    /// <inheritdoc />
    protected override void Refresh()
    {
        if (_feed is null)
            return;

        _resources = [.. Catalog.Resources.Values.Where(r => !r.IsHidden).OrderBy(r => r.DisplayName, StringComparer.OrdinalIgnoreCase)];
        _isAmbiguous.Clear();
        _isAmbiguous.UnionWith(_resources.GroupBy(r => r.DisplayName).Where(g => g.Count() > 1).Select(g => g.Key));
        _names = _resources.ToDictionary(r => r.Name, r => _isAmbiguous.Contains(r.DisplayName) ? r.Name : r.DisplayName, StringComparer.OrdinalIgnoreCase);
        _choices =
        [
            .. _resources.GroupBy(r => r.DisplayName).SelectMany(g => g.Count() == 1
                ? g.Select(r => (r.Name, r.DisplayName))
                : g.Select(r => (r.Name, "   " + r.Name)).Prepend((g.Key, $"{g.Key} (all replicas)"))),
        ];
        _choice = _resources.Where(Named).ToArray() is [var only] ? only.Name : Resource ?? "";
        _feed.Follow([.. _resources.Where(r => string.IsNullOrEmpty(Resource) || Named(r)).Select(r => r.Name)]);
        if (_isPaused)
            return;

        var lines = _feed.Snapshot();
        _lines = string.IsNullOrWhiteSpace(Text)
            ? lines
            : [.. lines.Where(l => l.Text.Contains(Text, StringComparison.OrdinalIgnoreCase))];
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        Catalog.Changed -= Signal;
        _feed?.Dispose();
        base.Dispose(disposing);
    }

    private bool Named(ResourceView resource) =>
        string.Equals(resource.Name, Resource, StringComparison.OrdinalIgnoreCase)
        || string.Equals(resource.DisplayName, Resource, StringComparison.OrdinalIgnoreCase);

    private string NameOf(ConsoleLine line) => _names.GetValueOrDefault(line.Resource, line.Resource);

    private void TogglePause()
    {
        _isPaused = !_isPaused;
        _pausedAt = _feed?.Snapshot().Length ?? 0;
        Refresh();
    }

    private void Clear()
    {
        _feed?.Clear();
        _isPaused = false;
        Refresh();
    }

    private async Task DownloadAsync()
    {
        using var content = new MemoryStream();
        await using (var writer = new StreamWriter(content, leaveOpen: true))
        {
            foreach (var line in _lines)
                await writer.WriteLineAsync($"{line.Time.UtcDateTime:O} {NameOf(line)}{(line.IsError ? " !" : "")} {AnsiText.Strip(line.Text)}");
        }

        content.Position = 0;
        using var reference = new DotNetStreamReference(content);
        await Js.InvokeVoidAsync("dashboard.download", $"{(string.IsNullOrEmpty(Resource) ? "console" : Resource)}.log", reference);
    }
}
