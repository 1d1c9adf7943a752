using Shop.Database;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Data;
using Shop.PaymentApi.Queries;

namespace Shop.PaymentApi;

/// <summary>Migrates the module's tables, then authorizes once as the first requests will.</summary>
internal sealed class PaymentStartup(
    PaymentDatabase database, TimeProvider time, ILogger<PaymentStartup> logger)
    : DatabaseStartup(database.Source, PaymentDatabase.Schema, time, logger)
{
    /// <summary>Connections that are open, with prepared statements, when the first requests come.</summary>
    private const int WarmConnections = 4;

    /// <summary>A statement is prepared on its second use; the third one runs as all later ones will.</summary>
    private const int UsesUntilWarm = 3;

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, WarmConnections).Select(_ => WarmAsync(cancellationToken)));
        database.MarkPrepared();
    }

    /// <summary>Pays for an order that does not exist and takes it back: nothing of it stays in the database.</summary>
    private async Task WarmAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        for (var use = 0; use < UsesUntilWarm; use++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var anyone = Guid.NewGuid();
            var command = new AuthorizeCommand(anyone, 1m, "EUR", "approve");
            await AuthorizationStatements.AuthorizeAsync(connection, [new(command, null, $"{anyone}:warm-up")], Time.GetUtcNow(), cancellationToken);
            await LedgerStatements.FindAsync(connection, anyone, cancellationToken);
            await PaymentQueryEndpoints.ReadPageAsync(connection, Guid.Empty, limit: 1, null, null, cancellationToken);
            await transaction.RollbackAsync(cancellationToken);
        }
    }
}
