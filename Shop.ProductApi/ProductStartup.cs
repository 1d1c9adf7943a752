using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Database;
using Shop.ProductApi.Catalogue;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.ProductApi.Reservations;

namespace Shop.ProductApi;

/// <summary>Migrates and seeds the module's tables, then reads and reserves once as the first requests will.</summary>
internal sealed class ProductStartup(
    ProductDatabase database, CatalogueReader catalogue, IOptions<ProductOptions> options,
    IHostEnvironment environment, TimeProvider time, ILogger<ProductStartup> logger)
    : DatabaseStartup(database.Source, ProductContext.Schema, time, logger)
{
    /// <summary>Connections that are open, with prepared statements, when the first requests come.</summary>
    private const int WarmConnections = 4;

    /// <summary>A statement is prepared on its second use; the third one runs as all later ones will.</summary>
    private const int UsesUntilWarm = 3;

    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await ProductSeed.SeedAsync(
            database.Source, options.Value.SeedCount(environment), options.Value.SeedStock, Time.GetUtcNow(), cancellationToken);

        for (var use = 0; use < UsesUntilWarm; use++)
        {
            await catalogue.ReadAsync(new(null, null, 0, ServiceDefaults.Paging.KeysetPage.DefaultLimit));
            await catalogue.FindAsync(1, cancellationToken);
        }

        await Task.WhenAll(Enumerable.Range(0, WarmConnections).Select(_ => WarmReservationsAsync(cancellationToken)));
        database.MarkPrepared();
    }

    /// <summary>Reserves for an order that does not exist and takes it back: nothing of it stays in the database.</summary>
    private async Task WarmReservationsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        try
        {
            for (var use = 0; use < UsesUntilWarm; use++) await WarmReservationAsync(connection, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Customers who buy the product, or somebody who keeps it locked. A module that is only colder than it could be is ready all the same.
        }
    }

    private async Task WarmReservationAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var anyone = Guid.NewGuid();
        var now = Time.GetUtcNow();
        await ReservationStatements.ReserveAsync(connection, [new(anyone, [new(ProductId: 1, Quantity: 1)])], now, cancellationToken);
        await ReservationStatements.CloseAsync(connection, anyone, ReservationStatus.Released, now, cancellationToken);
        await ReservationStatements.FindAsync(connection, anyone, cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }
}
