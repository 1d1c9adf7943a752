namespace Shop.Tests.Browser;

/// <summary>A screen that the dashboard is looked at on.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Height">In CSS pixels.</param>
/// <param name="Theme">What its owner prefers, <c>light</c> or <c>dark</c>.</param>
internal sealed record Screen(int Width, int Height, string Theme)
{
    /// <summary>Desktop and phone, each in both themes.</summary>
    public static IReadOnlyList<Screen> All { get; } =
        [new(1280, 800, "light"), new(1280, 800, "dark"), new(390, 844, "light"), new(390, 844, "dark")];

    /// <summary>The screen of most tests.</summary>
    public static Screen Desktop => All[0];

    /// <summary>Whether it is a phone's.</summary>
    public bool IsPhone => Width < 500;

    /// <inheritdoc/>
    public override string ToString() => $"{(IsPhone ? "phone" : "desktop")}-{Theme}";
}
