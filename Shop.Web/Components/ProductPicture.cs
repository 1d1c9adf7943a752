using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Shop.Web.Components;

/// <summary>
/// A drawing that stands for a product. Drawn, so that nothing is fetched from elsewhere: the same product always looks the same. As one piece of markup:
/// a list of products draws twice as fast as with an element for each stroke.
/// </summary>
internal static class ProductPicture
{
    /// <summary>Draws. What it shows is said beside it, so that nobody has it read to them.</summary>
    /// <param name="number">The product; things that stand side by side do not look alike.</param>
    /// <param name="category">Its shelf, which gives shape and colour: what belongs together looks as if it did.</param>
    public static MarkupString Of(int number, string category)
    {
        var hue = category.Aggregate(17, (hash, letter) => ((hash * 31) + letter) % 360);
        var (ink, paper) = ($"hsl({hue} 40% {32 + (number * 7 % 18)}%)", $"hsl({hue} 45% 94%)");
        var shape = category switch
        {
            "Kitchen" => $"""<circle cx="50" cy="40" r="22" fill="{ink}"/><circle cx="50" cy="40" r="17" fill="{paper}" opacity=".35"/><rect x="70" y="36" width="32" height="7" rx="3" fill="{ink}"/>""",
            "Office" => $"""<path d="M42 16 L66 28 L54 44 L30 32 Z" fill="{ink}"/><path d="M60 36 L78 50 L66 66" fill="none" stroke="{ink}" stroke-width="5"/><rect x="48" y="64" width="36" height="5" rx="2" fill="{ink}"/>""",
            "Garden" => $"""<path d="M60 70 V40" stroke="{ink}" stroke-width="5"/><path d="M60 46 C34 46 32 24 32 18 C52 18 60 30 60 46 Z" fill="{ink}"/><path d="M60 40 C60 26 70 14 88 14 C88 28 80 40 60 40 Z" fill="{ink}" opacity=".75"/>""",
            "Bicycle" => $"""<circle cx="60" cy="40" r="25" fill="none" stroke="{ink}" stroke-width="6"/><path d="M60 15 V65 M35 40 H85 M42 22 L78 58 M78 22 L42 58" stroke="{ink}" stroke-width="1.5"/><circle cx="60" cy="40" r="5" fill="{ink}"/>""",
            "Outdoor" => $"""<path d="M60 14 L94 66 H26 Z" fill="{ink}"/><path d="M60 34 L74 66 H46 Z" fill="{paper}"/>""",
            "Books" => $"""<rect x="38" y="14" width="44" height="54" rx="3" fill="{ink}"/><rect x="46" y="24" width="28" height="4" fill="{paper}"/><rect x="46" y="33" width="18" height="4" fill="{paper}"/>""",
            _ => $"""<path d="M32 32 h56 l-8 34 h-40 z" fill="{ink}"/><path d="M45 32 a15 15 0 0 1 30 0" fill="none" stroke="{ink}" stroke-width="5"/>""",
        };
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg class="picture" viewBox="0 0 120 80" aria-hidden="true"><rect width="120" height="80" fill="hsl({hue} 45% 88%)"/><g transform="rotate({(number % 7 * 3) - 9} 60 40)">{shape}</g></svg>"""));
    }
}
