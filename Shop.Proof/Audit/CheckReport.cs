using System.Globalization;
using System.Text;

namespace Shop.Proof.Audit;

/// <summary>What the checker found.</summary>
/// <param name="Name">What had been done to the shop.</param>
/// <param name="Acknowledged">What clients know.</param>
/// <param name="Orders">How many orders there are.</param>
/// <param name="Violations">What does not hold; empty where all is well.</param>
internal sealed record CheckReport(string Name, Acknowledged Acknowledged, int Orders, IReadOnlyList<Violation> Violations)
{
    private const int NameWidth = 30;
    private const int ColumnWidth = 16;
    private const int MostExamples = 20;

    /// <summary>Reads the books and holds them against what clients know.</summary>
    /// <param name="name">What had been done to the shop.</param>
    /// <param name="databases">Where they are; nothing is under way in the shop any more.</param>
    /// <param name="acknowledged">What clients know.</param>
    public static async Task<CheckReport> OfAsync(string name, ShopDatabases databases, Acknowledged acknowledged) =>
        Of(name, await Books.ReadAsync(databases), acknowledged);

    /// <summary>Holds the books against what clients know.</summary>
    /// <param name="name">What had been done to the shop.</param>
    /// <param name="books">The books.</param>
    /// <param name="acknowledged">What clients know.</param>
    public static CheckReport Of(string name, Books books, Acknowledged acknowledged) => new(name, acknowledged, books.Orders.Count,
    [
        .. OrderRules.Check(books, acknowledged), .. StockRules.Check(books), .. MoneyRules.Check(books), .. EventRules.Check(books, acknowledged),
    ]);

    /// <summary>How often an invariant does not hold.</summary>
    /// <param name="invariant">The invariant.</param>
    public int Count(Invariant invariant) => Violations.Count(violation => violation.Invariant == invariant);

    /// <summary>The reports side by side.</summary>
    /// <param name="reports">The reports.</param>
    public static string Table(IReadOnlyList<CheckReport> reports)
    {
        var table = new StringBuilder();
        AddRow("", report => report.Name);
        AddRow("orders sent", report => Text(report.Acknowledged.Customers.Count));
        AddRow("orders acknowledged", report => Text(report.Acknowledged.Answers.DistinctBy(answer => answer.OrderId).Count()));
        AddRow("answers acknowledged", report => Text(report.Acknowledged.Answers.Count));
        AddRow("answers of no use", report => Text(report.Acknowledged.Unexpected.Count));
        foreach (var invariant in Enum.GetValues<Invariant>()) AddRow(NameOf(invariant), report => Text(report.Count(invariant)));
        return table.ToString();

        void AddRow(string name, Func<CheckReport, string> value)
        {
            table.Append(name.PadRight(NameWidth));
            foreach (var report in reports) table.Append(value(report).PadLeft(ColumnWidth));
            table.AppendLine();
        }
    }

    /// <summary>Whether nothing was found.</summary>
    public bool IsClean => Violations.Count == 0 && Acknowledged.Unexpected.Count == 0;

    /// <summary>The report, and examples of what does not hold.</summary>
    public override string ToString() => $"{Name}:\n{Table([this])}\n{string.Join(
        "\n", Violations.Select(violation => $"{NameOf(violation.Invariant)}: {violation.What}").Concat(Acknowledged.Unexpected).Take(MostExamples))}";

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string NameOf(Invariant invariant) => invariant switch
    {
        Invariant.Lost => "lost",
        Invariant.OrderedTwice => "ordered twice",
        Invariant.OrderedAfterAll => "ordered what was refused",
        Invariant.ChargedTwice => "charged twice",
        Invariant.NotCharged => "not charged",
        Invariant.Oversold => "oversold",
        Invariant.StockAdrift => "stock adrift",
        Invariant.HoldsGoods => "holds goods for nothing",
        Invariant.LacksGoods => "lacks its goods",
        Invariant.HoldsMoney => "holds money for nothing",
        Invariant.LedgerWrong => "ledger wrong",
        Invariant.LedgerUnlikeGateway => "ledger unlike gateway",
        Invariant.ListedWrong => "listed wrong",
        Invariant.EventMissing => "events missing",
        Invariant.SalesWrong => "sales counted wrong",
        Invariant.Stuck => "stuck",
        _ => throw new InvalidOperationException($"{invariant} is not known."),
    };
}
