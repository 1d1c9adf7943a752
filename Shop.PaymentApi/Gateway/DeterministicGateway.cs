using Npgsql;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Gateway;

/// <summary>
/// The built-in gateway: decides by the name of the payment method. Its record, in a schema of its own, is committed whatever
/// becomes of the caller's transaction, as a provider outside would keep it.
/// </summary>
/// <param name="database">Where the record is.</param>
/// <param name="time">The clock for what is noted.</param>
internal sealed class DeterministicGateway(PaymentDatabase database, TimeProvider time) : IPaymentGateway
{
    private const string PerformSql = "SELECT outcome, attempts FROM gateway.perform($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    public string KnownMethods => MethodBehaviour.Names;

    public bool Knows(string method) => MethodBehaviour.Of(method) is not null;

    // What ends well or badly at the first attempt holds no uncertainty to show; these are the payments that have to be fast.
    public GatewayAnswer? AnswerWithoutAsking(string method) =>
        MethodBehaviour.Of(method) is { IsCertain: true } behaviour ? behaviour.Authorization : null;

    public async Task<GatewayAnswer> PerformAsync(GatewayRequest request, CancellationToken cancellationToken)
    {
        // An order that was voided before it named a method has none.
        var behaviour = MethodBehaviour.Of(request.Method) ?? new(GatewayAnswer.Approved);
        var mayFail = request.Kind == MovementKind.Authorize || behaviour.FailsAlways;
        var wanted = request.Kind == MovementKind.Authorize ? behaviour.Authorization : GatewayAnswer.Approved;

        var (outcome, attempts) = await RecordAsync(request, mayFail ? behaviour.Failures : 0, wanted, cancellationToken);
        if (outcome is not { } answer) throw new GatewayUncertainException("The payment gateway did not answer in time.");
        if (mayFail && behaviour.LosesAnswer && attempts == 1) throw new GatewayUncertainException("The payment gateway's answer was lost.");
        return answer;
    }

    private async Task<(GatewayAnswer? Outcome, int Attempts)> RecordAsync(
        GatewayRequest request, int failures, GatewayAnswer wanted, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(PerformSql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Key });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = request.OrderId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Statement.NameOf(request.Kind) });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = request.Amount });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Currency });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Method });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = failures });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = wanted.ToText() });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.IsDBNull(0) ? null : GatewayAnswerText.Parse(reader.GetString(0)), reader.GetInt32(1));
    }
}
