using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Authorizations;

/// <summary>Where orders have money held. Orders that come at the same time share a transaction.</summary>
public sealed class AuthorizationDesk : IDisposable
{
    private readonly PaymentDatabase _database;
    private readonly IPaymentGateway _gateway;
    private readonly GatewayCaller _caller;
    private readonly TimeProvider _time;
    private readonly BatchedStatement<DecidedAuthorization, AuthorizationOutcome> _commits;
    private readonly Meter _meter;
    private readonly Counter<long> _authorizations;

    /// <summary>Opens the desk.</summary>
    /// <param name="database">Connections.</param>
    /// <param name="gateway">The provider.</param>
    /// <param name="caller">Asks the provider until it is certain what happened.</param>
    /// <param name="options">How many orders share a transaction.</param>
    /// <param name="time">The clock for what is noted.</param>
    /// <param name="meters">For the count of authorizations by outcome.</param>
    public AuthorizationDesk(
        PaymentDatabase database, IPaymentGateway gateway, GatewayCaller caller, IOptions<PaymentOptions> options, TimeProvider time,
        IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_database, _gateway, _caller, _time) = (database, gateway, caller, time);
        _commits = new(database.Source, EnterBatchAsync, options.Value.MaxBatch);
        _meter = meters.Create(PaymentModule.TelemetryName);
        _authorizations = _meter.CreateCounter<long>("shop.authorizations", "{authorization}", "Authorizations asked for, by outcome.");
    }

    /// <summary>Has the money of an order held; asking again answers the same.</summary>
    /// <param name="request">The order and its money.</param>
    /// <param name="cancellationToken">Gives up waiting for the gateway.</param>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public async Task<AuthorizationOutcome> AuthorizeAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var outcome = await DecideAndEnterAsync(request, cancellationToken);
        _authorizations.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        return outcome;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _commits.Dispose();
        _meter.Dispose();
    }

    private async Task<AuthorizationOutcome> DecideAndEnterAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var toGateway = new GatewayRequest(request.OrderId, MovementKind.Authorize, request.Amount, request.Currency, request.Method);
        if (_gateway.AnswerWithoutAsking(request.Method) is { } known)
            return await _commits.RunAsync(new(request, ReasonOf(known), toGateway.Key));

        // A gateway outside is only asked about what is not decided yet: the payment may be captured or voided by now.
        await using (var connection = await _database.Source.OpenConnectionAsync(cancellationToken))
        {
            if (await LedgerStore.FindAsync(connection, request.OrderId, cancellationToken) is { } existing)
                return AuthorizationOutcome.Of(request, existing);
        }

        return await _caller.AskAsync(toGateway, cancellationToken) switch
        {
            GatewayAnswer.KeyReused => new AuthorizationOutcome.Conflict(),
            // Only a void at the gateway stands against an authorization; whoever voided has noted it or is about to.
            GatewayAnswer.Refused => new AuthorizationOutcome.Closed(),
            var answer => await _commits.RunAsync(new(request, ReasonOf(answer), GatewayKey: null)),
        };
    }

    private static string? ReasonOf(GatewayAnswer answer) => answer == GatewayAnswer.Approved ? null : answer.ToText();

    private Task<IReadOnlyList<AuthorizationOutcome>> EnterBatchAsync(
        NpgsqlConnection connection, IReadOnlyList<DecidedAuthorization> decided) =>
        AuthorizationStore.AuthorizeAsync(connection, decided, _time.GetUtcNow(), CancellationToken.None);
}
