using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Shop.ServiceDefaults.Telemetry;

/// <summary>
/// Log lines for people, in which text from outside stays text: a control character (ECMA-48) is written as its number, so that none can move the cursor of
/// whoever reads, and a line break of a message is followed by an indent that no line of ours begins with.
/// </summary>
internal sealed class SafeConsole() : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which it is chosen (<c>Logging:Console:FormatterName</c>).</summary>
    public const string FormatterName = "safe";

    private const string Indent = "      ";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.WriteLine($"{NameOf(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}]");
        WriteText(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception) WriteText(textWriter, exception.ToString());
    }

    private static void WriteText(TextWriter writer, string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            writer.Write(Indent);
            foreach (var character in line)
            {
                if (IsCommand(character)) writer.Write($"\\u{(int)character:x4}");
                else writer.Write(character);
            }

            writer.WriteLine();
        }
    }

    /// <summary>Controls, and the marks by which a text turns its direction.</summary>
    private static bool IsCommand(char character) =>
        character != '\t' && char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
