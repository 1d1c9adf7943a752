using System.Text.Json;
using Deque.AxeCore.Commons;

namespace Shop.Tests.Browser;

/// <summary>axe-core, which finds what keeps people out who do not see, hear or point as its author does.</summary>
internal static class Axe
{
    private static readonly string Source = new BundledAxeScriptProvider().GetScript();

    private const string Run = """
        const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(found => done(JSON.stringify(found.violations
            .filter(v => v.impact === 'serious' || v.impact === 'critical')
            .map(v => `${v.id}: ${v.help} (${v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 160)).join(' | ')})`))))
        """;

    /// <summary>The serious and critical issues of what the page shows now.</summary>
    public static IReadOnlyList<string> SeriousIssues(this Page page)
    {
        if (!page.Script<bool>("return !!window.axe")) page.Script<object?>(Source);
        return JsonSerializer.Deserialize<string[]>(page.AsyncScript<string>(Run))!;
    }
}
