namespace Shop.ServiceDefaults.Problems;

/// <summary>
/// Marks an endpoint that would do its work again when it is asked again: a client that got no answer is not told to repeat the request.
/// </summary>
/// <param name="Except">The header under which it does nothing twice; null where there is none.</param>
public sealed record NotIdempotent(string? Except = null);
