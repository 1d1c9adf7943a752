using System.Globalization;
using Shop.Bench.Statistics;

namespace Shop.Bench.Reporting.Blocks;

/// <summary>Figures as text: three digits that mean something, the same in every language.</summary>
internal static class Figures
{
    /// <summary>A figure with about three significant digits.</summary>
    public static string Of(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        >= 0.01 => value.ToString("0.000", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    /// <summary>A count, or an average of counts.</summary>
    public static string Count(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <summary>A median with its interval, such as <c>1,210 (1,180–1,260)</c>; a dash when it was not measured.</summary>
    public static string Of(Estimate? estimate) =>
        estimate is null ? "–" : estimate.Low.Equals(estimate.High) ? Of(estimate.Median) : $"{Of(estimate.Median)} ({Range(estimate)})";

    /// <summary>The interval alone, such as <c>1,180–1,260</c>.</summary>
    public static string Range(Estimate estimate) => $"{Of(estimate.Low)}–{Of(estimate.High)}";

    /// <summary>A share as whole percents; what is not quite all or nothing never reads as such.</summary>
    public static string Percent(double share) => share switch
    {
        > 0.99 and < 1 => ">99 %",
        > 0 and < 0.01 => "<1 %",
        _ => (share * 100).ToString("0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>A length of time in a unit that reads well; never when there is none.</summary>
    public static string Minutes(double? minutes) => minutes switch
    {
        null => "never",
        >= 60 => Of(minutes.Value / 60) + " h",
        >= 1 => Of(minutes.Value) + " min",
        _ => Of(minutes.Value * 60) + " s",
    };

    /// <summary>An amount of money.</summary>
    public static string Money(decimal amount) =>
        amount.ToString(amount >= 1000 ? "#,0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>Bytes in MiB.</summary>
    public static string Mebibytes(long bytes) => (bytes / (1024.0 * 1024)).ToString("#,0", CultureInfo.InvariantCulture);
}
