using System.Buffers;

namespace Shop.ServiceDefaults.Validation;

/// <summary>What callers name things with that are theirs: customers, payment methods, refunds. The same in every module, so that each takes what another sends.</summary>
public static class Names
{
    /// <summary>What <see cref="Check"/> allows, for the OpenAPI document.</summary>
    public const string Pattern = @"^[A-Za-z0-9\-_.:@|+]*$";

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:@|+");

    /// <summary>Says what is wrong with a name, or null where nothing is.</summary>
    /// <param name="name">What the client sent.</param>
    /// <param name="maxLength">The most characters allowed.</param>
    public static string? Check(string? name, int maxLength) =>
        name is { Length: > 0 } && name.Length <= maxLength && !name.AsSpan().ContainsAnyExcept(Characters)
            ? null
            : $"1 to {maxLength} letters, digits or any of - _ . : @ | + are required.";
}
