namespace Shop.Bench.Load;

/// <summary>What came back for one request.</summary>
/// <param name="Status">The HTTP status, or 0 when no complete answer came.</param>
/// <param name="Succeeded">Whether the answer is what the scenario asks for.</param>
internal readonly record struct RequestOutcome(int Status, bool Succeeded)
{
    /// <summary>No complete answer: refused, cut off or too late.</summary>
    public static RequestOutcome NoAnswer => new(0, false);
}

/// <summary>Sends one request and reads its answer to the end.</summary>
/// <param name="client">The client that sends, from 0; one client never has two requests in flight.</param>
/// <param name="cancellationToken">Ends the wait for an answer that is too late to count.</param>
/// <returns>What came back; a connection that breaks is <see cref="RequestOutcome.NoAnswer"/>, not an exception.</returns>
internal delegate ValueTask<RequestOutcome> SendRequest(int client, CancellationToken cancellationToken);
