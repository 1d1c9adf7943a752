using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Shop.Kafka;

/// <summary>
/// Says once that Kafka does not answer, again from time to time while that lasts, and once that it answers again. The client itself says
/// it for each broker at each try, several times a second: that is for whoever asks for debugging.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of it.</param>
public sealed partial class KafkaLog(TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Reminder = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private long? _said;

    /// <summary>Kafka did not do what it was asked for.</summary>
    /// <param name="reason">What the client says of it.</param>
    public void Failed(string reason)
    {
        lock (_gate)
        {
            if (_said is { } said && time.GetElapsedTime(said) < Reminder) return;
            _said = time.GetTimestamp();
        }

        LogAway(logger, reason);
    }

    /// <summary>Kafka did what it was asked for.</summary>
    public void Worked()
    {
        lock (_gate)
        {
            if (_said is null) return;
            _said = null;
        }

        LogBack(logger);
    }

    /// <summary>An error that the client reports by itself; it goes on trying.</summary>
    /// <param name="error">The error.</param>
    public void Heard(Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication || error.IsFatal) Failed(error.Reason);
        else LogClient(logger, error.Reason);
    }

    /// <summary>A line of the client's own log.</summary>
    /// <param name="line">The line.</param>
    public void Heard(LogMessage line)
    {
        ArgumentNullException.ThrowIfNull(line);
        LogClient(logger, line.Message);
    }

    [LoggerMessage(LogLevel.Warning, "Kafka does not answer as it should, and events wait for it: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Information, "Kafka answers again")]
    private static partial void LogBack(ILogger logger);

    [LoggerMessage(LogLevel.Debug, "The client of Kafka: {Line}")]
    private static partial void LogClient(ILogger logger, string line);
}
