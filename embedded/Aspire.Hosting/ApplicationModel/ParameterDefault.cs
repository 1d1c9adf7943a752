using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Gives a parameter its value when none is configured.</summary>
public abstract class ParameterDefault
{
    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();

    /// <summary>Writes the members of the object <c>default</c> of the parameter.</summary>
    /// <param name="context">Writes the manifest.</param>
    public abstract void WriteToManifest(ManifestPublishingContext context);
}

/// <summary>A value that a manifest carries.</summary>
/// <param name="getValue">Gives it.</param>
internal sealed class ConstantParameterDefault(Func<string> getValue) : ParameterDefault
{
    public override string GetDefaultValue() => getValue();

    public override void WriteToManifest(ManifestPublishingContext context) => context.Writer.WriteString("value", GetDefaultValue());
}

/// <summary>Generates a random value.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string LowerLetters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperLetters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string Digits = "0123456789";

    // None of these means anything in a shell, a URL's user part or a connection string.
    private const string SpecialCharacters = "-_.{}~()*+!";

    /// <summary>Number of characters, 22 by default: more than 128 bits of chance.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether lower-case letters are used.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters are used.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits are used.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether special characters are used.</summary>
    public bool Special { get; set; } = true;

    /// <summary>The smallest number of lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>The smallest number of upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>The smallest number of digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>The smallest number of special characters.</summary>
    public int MinSpecial { get; set; }

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        (bool Use, string Set, int Min)[] sets =
            [(Lower, LowerLetters, MinLower), (Upper, UpperLetters, MinUpper), (Numeric, Digits, MinNumeric), (Special, SpecialCharacters, MinSpecial)];
        var alphabet = string.Concat(sets.Where(s => s.Use).Select(s => s.Set));
        if (alphabet.Length == 0)
            throw new InvalidOperationException("A generated value needs at least one kind of character.");

        var characters = new List<char>();
        foreach (var (use, set, min) in sets)
        {
            if (!use && min > 0)
                throw new InvalidOperationException("A kind of character that is not used cannot have a smallest number.");
            characters.AddRange(RandomNumberGenerator.GetItems<char>(set, min));
        }

        characters.AddRange(RandomNumberGenerator.GetItems<char>(alphabet, Math.Max(0, MinLength - characters.Count)));
        var value = characters.ToArray();
        RandomNumberGenerator.Shuffle<char>(value);
        return new(value);
    }

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        foreach (var (name, used) in new[] { ("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special) })
        {
            if (!used)
                writer.WriteBoolean(name, used);
        }

        foreach (var (name, least) in new[] { ("minLower", MinLower), ("minUpper", MinUpper), ("minNumeric", MinNumeric), ("minSpecial", MinSpecial) })
        {
            if (least != 0)
                writer.WriteNumber(name, least);
        }

        writer.WriteEndObject();
    }
}
