using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shop.ServiceDefaults.Telemetry;

namespace Shop.Tests.Telemetry;

/// <summary>Whoever reads the console reads what was said, and is not told what to do by it.</summary>
public sealed class LinesForPeople
{
    [Fact]
    public void A_text_from_outside_neither_moves_the_cursor_nor_makes_a_line_of_its_own()
    {
        var written = Written("Order of \u001b[2J\u009b31m\u202eada\0\r\nwarn: Shop[0]\n      all is well\tnow", null);

        Assert.Equal(
            ["info: Shop.Tests[7]", "      Order of \\u001b[2J\\u009b31m\\u202eada\\u0000", "      warn: Shop[0]", "            all is well\tnow", ""],
            written.Split(Environment.NewLine));
    }

    [Fact]
    public void So_it_is_with_what_an_exception_says()
    {
        var written = Written("It failed", new InvalidOperationException("because of \u001b]0;title\a"));

        Assert.Contains("      It failed", written, StringComparison.Ordinal);
        Assert.Contains("      System.InvalidOperationException: because of \\u001b]0;title\\u0007", written, StringComparison.Ordinal);
    }

    private static string Written(string message, Exception? exception)
    {
        using var writer = new StringWriter();
        new SafeConsole().Write(new LogEntry<string>(LogLevel.Information, "Shop.Tests", new(7), message, exception, (state, _) => state), null, writer);
        return writer.ToString();
    }
}
