namespace Aspire.Dashboard.Components.Text;

/// <summary>A stretch of text in one style.</summary>
/// <param name="Text">The text without sequences.</param>
/// <param name="Classes">Style classes, or null for plain text.</param>
/// <param name="Style">Custom properties with colours outside the sixteen named ones, or null.</param>
internal readonly record struct AnsiRun(string Text, string? Classes, string? Style);

/// <summary>
/// Reads the colours of a terminal line: "select graphic rendition" of ECMA-48 with the 256 and 24-bit colours of
/// xterm. Other control sequences are dropped, so that none of them ends up in a page.
/// </summary>
internal static class AnsiText
{
    private const char Escape = '\u001b';

    /// <summary>The stretches of a line from left to right.</summary>
    internal static IReadOnlyList<AnsiRun> Parse(string line)
    {
        if (!line.Contains(Escape, StringComparison.Ordinal))
            return [new AnsiRun(line, null, null)];

        var runs = new List<AnsiRun>();
        var style = new AnsiStyle();
        var start = 0;
        var i = 0;
        while (i < line.Length)
        {
            if (line[i] != Escape)
            {
                i++;
                continue;
            }

            if (i > start)
                runs.Add(style.Run(line[start..i]));
            i = Sequence(line, i, ref style);
            start = i;
        }

        if (start < line.Length)
            runs.Add(style.Run(line[start..]));
        return runs;
    }

    /// <summary>The line without any sequence.</summary>
    internal static string Strip(string line) =>
        line.Contains(Escape, StringComparison.Ordinal) ? string.Concat(Parse(line).Select(r => r.Text)) : line;

    // Returns where the text goes on.
    private static int Sequence(string line, int at, ref AnsiStyle style)
    {
        var i = at + 1;
        if (i >= line.Length)
            return i;

        switch (line[i])
        {
            case '[':
                {
                    var end = i + 1;
                    while (end < line.Length && line[end] is >= '\u0020' and <= '\u003f')
                        end++;
                    if (end < line.Length && line[end] == 'm')
                        style.Apply(line.AsSpan(i + 1, end - i - 1));
                    return Math.Min(end + 1, line.Length);
                }

            case ']':
                {
                    // A window title or a link: ends with BEL or ESC \.
                    var end = line.AsSpan(i).IndexOfAny('\u0007', Escape);
                    if (end < 0)
                        return line.Length;
                    end += i;
                    return line[end] == Escape && end + 1 < line.Length && line[end + 1] == '\\' ? end + 2 : end + 1;
                }

            default:
                return i + 1;
        }
    }
}
