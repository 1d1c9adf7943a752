using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Shop.Tests.Faults;
using Shop.Tests.Hosting;
using YamlDotNet.RepresentationModel;

namespace Shop.Tests.Docs;

/// <summary>The rules that people are woken by ask for figures that the services have.</summary>
public sealed partial class AlertRules(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task Every_rule_asks_for_metrics_that_the_services_emit()
    {
        var names = new ConcurrentDictionary<string, byte>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name.StartsWith("Shop.", StringComparison.Ordinal))
                foreach (var name in NamesOf(instrument)) names[name] = 0;
        };
        listener.Start();
        await using (await ShapeOnWire.StartAsync(Shop, ShapesOnWire.OneTransaction))
        {
        }

        var asked = Rules().SelectMany(rule => Metric().Matches(Text(rule, "expr")).Select(match => match.Value)).Distinct().ToList();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(names.Keys));
    }

    [Fact]
    public void Every_rule_has_a_name_of_its_own_and_says_what_is_wrong_and_what_to_do()
    {
        var rules = Rules();
        Assert.Equal(rules.Count, rules.Select(rule => Text(rule, "alert")).Distinct().Count());
        Assert.All(rules, rule =>
        {
            var annotations = (YamlMappingNode)rule["annotations"];
            Assert.True(Text(annotations, "summary").Length > 20 && Text(annotations, "description").Length > 40, Text(rule, "alert"));
            Assert.Contains(Text((YamlMappingNode)rule["labels"], "severity"), (string[])["warning", "critical"]);
        });
        // Outbox, stuck orders, ledger against gateway.
        Assert.Empty(((string[])["ShopEventsLate", "ShopOrderStuck", "ShopLedgerBehindGateway"]).Except(rules.Select(rule => Text(rule, "alert"))));
    }

    private static List<YamlMappingNode> Rules()
    {
        using var file = new StreamReader(Path.Combine(RepositoryRoot.Find().FullName, "docs", "alerts", "shop.rules.yml"));
        var yaml = new YamlStream();
        yaml.Load(file);
        return
        [
            .. ((YamlSequenceNode)yaml.Documents.Single().RootNode["groups"])
                .SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>(),
        ];
    }

    private static string Text(YamlMappingNode node, string name) => ((YamlScalarNode)node[name]).Value!;

    /// <summary>How Prometheus names what comes by OTLP (OpenTelemetry, "Prometheus and OpenMetrics Compatibility").</summary>
    private static IEnumerable<string> NamesOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        var kind = instrument.GetType().GetGenericTypeDefinition();
        if (kind == typeof(Histogram<>)) return [$"{name}_bucket", $"{name}_count", $"{name}_sum"];
        return kind == typeof(Counter<>) ? [$"{name}_total"] : [name];
    }

    [GeneratedRegex(@"\bshop_(?!order_)[a-z_]+")]
    private static partial Regex Metric();
}
