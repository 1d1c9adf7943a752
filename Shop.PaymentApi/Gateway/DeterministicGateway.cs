using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Gateway;

/// <summary>
/// The built-in gateway: decides by the name of the payment method. Its record, in a schema of its own, is committed whatever
/// becomes of the caller's transaction, as a provider outside would keep it.
/// </summary>
internal sealed class DeterministicGateway(PaymentDatabase database, TimeProvider time) : IPaymentGateway
{
    private const string PerformSql = "SELECT outcome, attempts FROM gateway.perform($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    public string KnownMethods => MethodBehaviour.Names;

    public bool Knows(string method) => MethodBehaviour.Of(method) is not null;

    // What ends well or badly at the first attempt holds no uncertainty to show; these are the payments that have to be fast.
    public GatewayResult? ResultWithoutAsking(string method) =>
        MethodBehaviour.Of(method) is { IsCertain: true } behaviour ? behaviour.Authorization : null;

    public async Task<GatewayResult> PerformAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        // An order that was voided before it named a method has none.
        var behaviour = MethodBehaviour.Of(request.Method) ?? new(GatewayResult.Approved);
        var mayFail = request.Kind == MovementKind.Authorize || behaviour.FailsAlways;
        var wanted = request.Kind == MovementKind.Authorize ? behaviour.Authorization : GatewayResult.Approved;

        var (outcome, attempts) = await RecordAsync(request, mayFail ? behaviour.Failures : 0, wanted, cancellationToken);
        if (outcome is not { } result) throw new GatewayUncertainException("The payment gateway did not answer in time.");
        if (mayFail && behaviour.LosesAnswer && attempts == 1) throw new GatewayUncertainException("The payment gateway's answer was lost.");
        return result;
    }

    private async Task<(GatewayResult? Outcome, int Attempts)> RecordAsync(
        GatewayRequest request, int failures, GatewayResult wanted, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(PerformSql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Key });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.OrderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Kind.ToText() });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = request.Amount });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Currency });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Method });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = failures });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.ToText() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.IsDBNull(0) ? null : GatewayResultText.Parse(reader.GetString(0)), reader.GetInt32(1));
    }
}

/// <summary>What the built-in gateway does for a payment method: the same each time, so that tests and demonstrations are.</summary>
/// <param name="Authorization">How an authorization ends.</param>
/// <param name="Failures">How many attempts at it get no answer and do nothing.</param>
/// <param name="LosesAnswer">Whether the attempt that does it gets no answer either.</param>
/// <param name="FailsAlways">Whether captures, voids and refunds fail likewise, and not authorizations only.</param>
internal readonly partial record struct MethodBehaviour(GatewayResult Authorization, int Failures = 0, bool LosesAnswer = false, bool FailsAlways = true)
{
    public const string Names = "approve, decline, insufficient-funds, timeout-then-approve, approve-but-lose-answer, fail-N-then-approve (N from 1 to 999)";

    /// <summary>An authorization that goes as planned at the first attempt.</summary>
    public bool IsCertain => Failures == 0 && !LosesAnswer;

    public static MethodBehaviour? Of(string method) => method switch
    {
        "approve" => new(GatewayResult.Approved),
        "decline" => new(GatewayResult.Declined),
        "insufficient-funds" => new(GatewayResult.InsufficientFunds),
        "timeout-then-approve" => new(GatewayResult.Approved, Failures: 1),
        "approve-but-lose-answer" => new(GatewayResult.Approved, LosesAnswer: true),
        // Only authorizations: a gateway that is down for long must not keep an order from being voided for as long again.
        _ when FailNTimes().Match(method) is { Success: true } match =>
            new(GatewayResult.Approved, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), FailsAlways: false),
        _ => null,
    };

    [GeneratedRegex("^fail-([1-9][0-9]{0,2})-then-approve\\z")]
    private static partial Regex FailNTimes();
}
