using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
using Shop.ServiceDefaults;

namespace Shop.PaymentApi.Authorizations;

/// <summary>The money that an order wants to be held.</summary>
internal sealed record AuthorizeCommand(Guid OrderId, decimal Amount, string Currency, string Method);

/// <summary>What came of asking for an authorization.</summary>
internal abstract record AuthorizationOutcome
{
    private AuthorizationOutcome()
    {
    }

    /// <summary>The money is held, or was and has gone on from there: by this request or by the same one before.</summary>
    public sealed record Approved(PaymentResponse Payment) : AuthorizationOutcome;

    /// <summary>The gateway refuses, and will go on refusing: <c>declined</c> or <c>insufficient-funds</c>.</summary>
    public sealed record Declined(string Reason) : AuthorizationOutcome;

    /// <summary>The order asked for something else before.</summary>
    public sealed record Conflict : AuthorizationOutcome;

    /// <summary>The order's payment was voided.</summary>
    public sealed record Closed : AuthorizationOutcome;

    /// <summary>Compares what is asked for with the payment that the order has already.</summary>
    public static AuthorizationOutcome Of(AuthorizeCommand command, PaymentState existing)
    {
        if (existing.Settlement == MovementKind.Void) return new Closed();
        var payment = existing.Payment;
        if (payment.Amount != command.Amount || payment.Currency != command.Currency || payment.Method != command.Method) return new Conflict();
        return existing.DeclineReason is { } reason ? new Declined(reason) : new Approved(payment);
    }
}

/// <summary>Has the money of orders held. Orders that come at the same time share a transaction.</summary>
internal sealed class AuthorizationHandler : IDisposable
{
    private const string MeterName = "Shop.Payment";

    private readonly PaymentDatabase _database;
    private readonly IPaymentGateway _gateway;
    private readonly GatewayClient _client;
    private readonly TimeProvider _time;
    private readonly BatchedStatement<DecidedAuthorization, AuthorizationOutcome> _commits;
    private readonly Meter _meter;
    private readonly Counter<long> _authorizations;

    public AuthorizationHandler(
        PaymentDatabase database, IPaymentGateway gateway, GatewayClient client, IOptions<PaymentOptions> options, TimeProvider time,
        IMeterFactory meters)
    {
        (_database, _gateway, _client, _time) = (database, gateway, client, time);
        _commits = new(database.Source, EnterBatchAsync, options.Value.MaxBatch);
        _meter = meters.Create(MeterName);
        _authorizations = _meter.CreateCounter<long>("shop.authorizations", "{authorization}", "Authorizations asked for, by outcome.");
    }

    /// <summary>Has the money of an order held; asking again answers the same.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public async Task<AuthorizationOutcome> AuthorizeAsync(AuthorizeCommand command, CancellationToken cancellationToken)
    {
        var outcome = await DecideAndEnterAsync(command, cancellationToken);
        _authorizations.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        return outcome;
    }

    public void Dispose()
    {
        _commits.Dispose();
        _meter.Dispose();
    }

    private async Task<AuthorizationOutcome> DecideAndEnterAsync(AuthorizeCommand command, CancellationToken cancellationToken)
    {
        var toGateway = new GatewayRequest(command.OrderId, MovementKind.Authorize, command.Amount, command.Currency, command.Method);
        if (_gateway.ResultWithoutAsking(command.Method) is { } known)
            return await _commits.RunAsync(new(command, ReasonOf(known), toGateway.Key));

        // A gateway outside is only asked about what is not decided yet: the payment may be captured or voided by now.
        await using (var connection = await _database.Source.OpenConnectionAsync(cancellationToken))
        {
            if (await LedgerStatements.FindAsync(connection, command.OrderId, cancellationToken) is { } existing)
                return AuthorizationOutcome.Of(command, existing);
        }

        return await _client.AskAsync(toGateway, cancellationToken) switch
        {
            GatewayResult.KeyReused => new AuthorizationOutcome.Conflict(),
            // Only a void at the gateway stands against an authorization; whoever voided has noted it or is about to.
            GatewayResult.Refused => new AuthorizationOutcome.Closed(),
            var result => await _commits.RunAsync(new(command, ReasonOf(result), GatewayKey: null)),
        };
    }

    private static string? ReasonOf(GatewayResult result) => result == GatewayResult.Approved ? null : result.ToText();

    private Task<IReadOnlyList<AuthorizationOutcome>> EnterBatchAsync(
        NpgsqlConnection connection, IReadOnlyList<DecidedAuthorization> decided) =>
        AuthorizationStatements.AuthorizeAsync(connection, decided, _time.GetStoredNow(), CancellationToken.None);
}
