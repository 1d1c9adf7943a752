using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Clients;

/// <summary>What became of a step at another service: exactly one of the three is set.</summary>
/// <typeparam name="T">What a done step answers.</typeparam>
/// <param name="Value">The step is done.</param>
/// <param name="Refusal">The step was refused, and would be again.</param>
/// <param name="Outage">The service does not answer, or asks to come back: why. Whether the step was done is not known.</param>
public sealed record CallResult<T>(T? Value, Refusal? Refusal, string? Outage)
    where T : class;

/// <summary>Makes <see cref="CallResult{T}"/>s.</summary>
public static class CallResult
{
    /// <summary>The step is done.</summary>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <param name="value">The answer.</param>
    public static CallResult<T> Done<T>(T value)
        where T : class => new(value, null, null);

    /// <summary>The step was refused, and would be again.</summary>
    /// <typeparam name="T">What it would have answered.</typeparam>
    /// <param name="refusal">Why.</param>
    public static CallResult<T> Refused<T>(Refusal refusal)
        where T : class => new(null, refusal, null);

    /// <summary>Whether the step was done is not known: it has to be repeated.</summary>
    /// <typeparam name="T">What it would have answered.</typeparam>
    /// <param name="outage">What is wrong.</param>
    public static CallResult<T> Unavailable<T>(string outage)
        where T : class => new(null, null, outage);
}

/// <summary>The answer of a step that has nothing to say but that it is done.</summary>
public sealed record Done
{
    /// <summary>The only one.</summary>
    public static Done Instance { get; } = new();
}
