using System.Globalization;

namespace Aspire.Dashboard.Components.Text;

/// <summary>The style that the sequences so far have set: what the next stretch of text looks like.</summary>
internal struct AnsiStyle
{
    private bool _bold;
    private bool _dim;
    private bool _italic;
    private bool _underline;
    private bool _inverse;
    private int? _foreground;
    private int? _background;

    /// <summary>A stretch of text in this style.</summary>
    internal readonly AnsiRun Run(string text)
    {
        List<string>? classes = null;
        List<string>? styles = null;
        void Class(string name) => (classes ??= []).Add(name);
        void Color(int? color, string kind)
        {
            if (color is not { } c)
                return;
            if (c < 16)
            {
                Class(string.Create(CultureInfo.InvariantCulture, $"{kind}{c}"));
            }
            else
            {
                Class(kind + "x");
                (styles ??= []).Add(string.Create(CultureInfo.InvariantCulture, $"--{kind}:#{c - 16:x6}"));
            }
        }

        if (_bold)
            Class("ab");
        if (_dim)
            Class("ad");
        if (_italic)
            Class("ai");
        if (_underline)
            Class("au");
        if (_inverse)
            Class("ar");
        Color(_foreground, "af");
        Color(_background, "ag");
        return new AnsiRun(text, classes is null ? null : string.Join(' ', classes), styles is null ? null : string.Join(';', styles));
    }

    /// <summary>Takes over the parameters of one sequence: numbers between semicolons or colons.</summary>
    internal void Apply(ReadOnlySpan<char> parameters)
    {
        Span<int> codes = stackalloc int[32];
        var count = 0;
        foreach (var range in parameters.SplitAny(';', ':'))
        {
            if (count == codes.Length)
                break;
            codes[count++] = int.TryParse(parameters[range], CultureInfo.InvariantCulture, out var code) ? code : 0;
        }

        for (var i = 0; i < count; i++)
        {
            switch (codes[i])
            {
                case 0:
                    this = default;
                    break;
                case 1:
                    _bold = true;
                    break;
                case 2:
                    _dim = true;
                    break;
                case 3:
                    _italic = true;
                    break;
                case 4:
                    _underline = true;
                    break;
                case 7:
                    _inverse = true;
                    break;
                case 22:
                    (_bold, _dim) = (false, false);
                    break;
                case 23:
                    _italic = false;
                    break;
                case 24:
                    _underline = false;
                    break;
                case 27:
                    _inverse = false;
                    break;
                case >= 30 and <= 37:
                    _foreground = codes[i] - 30;
                    break;
                case >= 90 and <= 97:
                    _foreground = codes[i] - 90 + 8;
                    break;
                case >= 40 and <= 47:
                    _background = codes[i] - 40;
                    break;
                case >= 100 and <= 107:
                    _background = codes[i] - 100 + 8;
                    break;
                case 39:
                    _foreground = null;
                    break;
                case 49:
                    _background = null;
                    break;
                case 38:
                    _foreground = Extended(codes[..count], ref i) ?? _foreground;
                    break;
                case 48:
                    _background = Extended(codes[..count], ref i) ?? _background;
                    break;
                default:
                    break;
            }
        }
    }

    // 5;n is one of 256, 2;r;g;b a free colour. Free ones are kept as 16 + rgb, apart from the sixteen named ones.
    private static int? Extended(ReadOnlySpan<int> codes, ref int i)
    {
        if (i + 2 < codes.Length && codes[i + 1] == 5)
        {
            i += 2;
            return Palette(codes[i] & 255);
        }

        if (i + 4 < codes.Length && codes[i + 1] == 2)
        {
            i += 4;
            return 16 + ((codes[i - 2] & 255) << 16 | (codes[i - 1] & 255) << 8 | codes[i] & 255);
        }

        i = codes.Length;
        return null;
    }

    private static int Palette(int index)
    {
        if (index < 16)
            return index;
        if (index >= 232)
        {
            var grey = 8 + ((index - 232) * 10);
            return 16 + (grey << 16 | grey << 8 | grey);
        }

        static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);
        var cube = index - 16;
        return 16 + (Level(cube / 36) << 16 | Level(cube / 6 % 6) << 8 | Level(cube % 6));
    }
}
