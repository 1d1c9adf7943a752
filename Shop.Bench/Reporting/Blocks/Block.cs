namespace Shop.Bench.Reporting.Blocks;

/// <summary>A part of a report, told apart from the form it is written in.</summary>
internal abstract record Block;

/// <summary>A paragraph.</summary>
/// <param name="Text">Plain text.</param>
internal sealed record Paragraph(string Text) : Block;

/// <summary>Sentences, each standing for itself.</summary>
/// <param name="Items">Plain text.</param>
internal sealed record Sentences(IReadOnlyList<string> Items) : Block;

/// <summary>Figures to see first.</summary>
/// <param name="Tiles">The figures.</param>
internal sealed record TileRow(IReadOnlyList<Tile> Tiles) : Block;

/// <summary>A figure to see first.</summary>
/// <param name="Figure">The figure with its unit.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Spread">Its interval, or empty.</param>
internal sealed record Tile(string Figure, string Meaning, string Spread);

/// <summary>A table. The first column names the row, the others hold figures.</summary>
/// <param name="Headers">The headings.</param>
/// <param name="Rows">The rows, each as long as the headings.</param>
/// <param name="Folded">Whether it is shown only when asked for, where the form allows.</param>
internal sealed record Table(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows, bool Folded = false) : Block;

/// <summary>Horizontal bars, each made of one or more parts. Forms without pictures leave it out: a table always stands beside it.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Bars">The bars.</param>
internal sealed record BarChart(string Title, string Unit, IReadOnlyList<Bar> Bars) : Block;

/// <summary>A bar.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Parts">Its parts, from the left.</param>
/// <param name="Min">The lower end of its interval, where there is one.</param>
/// <param name="Max">The upper end of its interval, where there is one.</param>
internal sealed record Bar(string Label, IReadOnlyList<BarPart> Parts, double? Min = null, double? Max = null)
{
    /// <summary>The length of the bar.</summary>
    public double Total => Parts.Sum(part => part.Value);
}

/// <summary>A part of a bar.</summary>
/// <param name="Name">Its name: parts of one name have one colour.</param>
/// <param name="Value">Its length.</param>
internal sealed record BarPart(string Name, double Value);

/// <summary>Lines over levels of load, with the intervals of the starts. A table always stands beside it.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="XTitle">What the levels are.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Lines">The lines.</param>
internal sealed record LineChart(string Title, string XTitle, string Unit, IReadOnlyList<Line> Lines) : Block;

/// <summary>A line.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Points">Its points, from the left.</param>
internal sealed record Line(string Name, IReadOnlyList<LinePoint> Points);

/// <summary>A point of a line.</summary>
/// <param name="X">The level.</param>
/// <param name="Y">The median.</param>
/// <param name="Min">The lower end of its interval.</param>
/// <param name="Max">The upper end of its interval.</param>
internal sealed record LinePoint(double X, double Y, double Min, double Max);

/// <summary>Shares from 0 to 1, shaded from bad to good.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows.</param>
internal sealed record ShareGrid(string Title, IReadOnlyList<string> Columns, IReadOnlyList<ShareRow> Rows) : Block;

/// <summary>A row of shares.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Shares">A share for each column; null where there is none.</param>
internal sealed record ShareRow(string Label, IReadOnlyList<double?> Shares);

/// <summary>A part of a report with a heading.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Blocks">What it holds.</param>
internal sealed record Section(string Title, IReadOnlyList<Block> Blocks);
