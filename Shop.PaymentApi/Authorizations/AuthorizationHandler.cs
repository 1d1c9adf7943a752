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
internal sealed record AuthorizeCommand(Guid OrderId, decimal Amount, string Currency, string Method)
{
    /// <summary>Whether a payment of the order is the one that is asked for.</summary>
    public bool IsFor(PaymentResponse payment) => (payment.Amount, payment.Currency, payment.Method) == (Amount, Currency, Method);
}

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
    /// <exception cref="GatewayUncertainException">It is the same, and the gateway has not answered it yet.</exception>
    public static AuthorizationOutcome Of(AuthorizeCommand command, PaymentState existing)
    {
        if (existing.Settlement == MovementKind.Void) return new Closed();
        var payment = existing.Payment;
        if (!command.IsFor(payment)) return new Conflict();
        if (payment.Status == PaymentStatus.Pending) throw new GatewayUncertainException("The payment gateway has not answered yet.");
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
    private readonly PaymentOptions _options;
    private readonly TimeProvider _time;
    private readonly BatchedStatement<DecidedAuthorization, AuthorizationOutcome> _commits;
    private readonly Meter _meter;
    private readonly Counter<long> _authorizations;

    public AuthorizationHandler(
        PaymentDatabase database, IPaymentGateway gateway, GatewayClient client, IOptions<PaymentOptions> options, TimeProvider time,
        IMeterFactory meters)
    {
        (_database, _gateway, _client, _options, _time) = (database, gateway, client, options.Value, time);
        _commits = new(database.Source, EnterBatchAsync, _options.MaxBatch);
        _meter = meters.Create(MeterName);
        _authorizations = _meter.CreateCounter<long>("shop.authorizations", "{authorization}", "Authorizations asked for, by outcome.");
    }

    /// <summary>Has the money of an order held, whether or not anybody waits for it; asking again answers the same.</summary>
    /// <exception cref="GatewayUncertainException">The gateway gave no answer; asking again goes on from there.</exception>
    public async Task<AuthorizationOutcome> AuthorizeAsync(AuthorizeCommand command)
    {
        var outcome = await DecideAndEnterAsync(command);
        _authorizations.Add(1, new KeyValuePair<string, object?>("outcome", outcome.GetType().Name));
        return outcome;
    }

    public void Dispose()
    {
        _commits.Dispose();
        _meter.Dispose();
    }

    private async Task<AuthorizationOutcome> DecideAndEnterAsync(AuthorizeCommand command)
    {
        var toGateway = new GatewayRequest(command.OrderId, MovementKind.Authorize, command.Amount, command.Currency, command.Method);
        if (_gateway.ResultWithoutAsking(command.Method) is { } known)
            return await _commits.RunAsync(new(command, ReasonOf(known), toGateway.Key));

        // A gateway outside is only asked about what is not decided yet: the payment may be captured or voided by now.
        PaymentState payment;
        await using (var connection = await _database.Source.OpenConnectionAsync())
            payment = await AuthorizationStatements.RequestAsync(connection, command, _time.GetStoredNow(), _options.ReconcileAfter);
        if (payment.Payment.Status != PaymentStatus.Pending || !command.IsFor(payment.Payment)) return AuthorizationOutcome.Of(command, payment);

        var (result, answered) = await _client.AskAsync(toGateway);
        return result == GatewayResult.KeyReused ? new AuthorizationOutcome.Conflict() : AuthorizationOutcome.Of(command, answered);
    }

    private static string? ReasonOf(GatewayResult result) => result == GatewayResult.Approved ? null : result.ToText();

    private Task<IReadOnlyList<AuthorizationOutcome>> EnterBatchAsync(
        NpgsqlConnection connection, IReadOnlyList<DecidedAuthorization> decided) =>
        AuthorizationStatements.AuthorizeAsync(connection, decided, _time.GetStoredNow(), CancellationToken.None);
}
