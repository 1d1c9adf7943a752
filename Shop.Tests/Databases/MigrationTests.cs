using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.PaymentApi.Ledger;
using Shop.ProductApi.Data;
using Shop.ProductApi.Products;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>Tables are written down in the migrations; whatever else knows of a column has to agree with them.</summary>
public sealed partial class MigrationTests(ShopFixture shop) : ShopTest(shop)
{
    private const string Columns = """
        SELECT attrelid::regclass || '.' || attname, format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
        FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r')
        """;

    [Fact]
    public async Task Orders_are_read_from_the_columns_that_the_migrations_make() =>
        await AgreesAsync("orderdb", new OrderContext(Options<OrderContext>()));

    [Fact]
    public async Task Products_are_read_from_the_columns_that_the_migrations_make() =>
        await AgreesAsync("productdb", new ProductContext(Options<ProductContext>()));

    /// <summary>A text that passes the checks fits into its column, and the database refuses nothing that they let pass.</summary>
    [Theory]
    [InlineData("productdb", "product.stock_adjustments.reason", StockLimits.MaxReasonLength)]
    [InlineData("paymentdb", "payment.payments.method", Payment.MaxMethodLength)]
    [InlineData("paymentdb", "payment.refunds.refund_id", Refund.MaxIdLength)]
    [InlineData("paymentdb", "payment.ledger_entries.reference", Refund.MaxIdLength)]
    public async Task The_longest_text_allowed_fits_into_its_column(string database, string column, int limit) =>
        Assert.Equal($"character varying({limit}) NOT NULL", (await ColumnsAsync(database))[column]);

    [Fact]
    public async Task Replicas_that_start_together_migrate_once()
    {
        await using var scratch = await ScratchDatabase.CreateAsync(Shop);

        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => MigrateAsync(scratch)));

        Assert.Equal(["0001_Initial", "0002_Expected_total_and_actor", "0003_Events_for_a_broker"], applied.SelectMany(ids => ids));
        Assert.Empty(await MigrateAsync(scratch));
    }

    private static Task<IReadOnlyList<string>> MigrateAsync(ScratchDatabase scratch) =>
        Migrator.MigrateAsync(scratch.Source, OrderContext.Schema, typeof(OrderContext).Assembly, TestContext.Current.CancellationToken);

    private static DbContextOptions<T> Options<T>()
        where T : DbContext =>
        new DbContextOptionsBuilder<T>().UseNpgsql("Host=nowhere").UseSnakeCaseNamingConvention().Options;

    private async Task AgreesAsync(string database, DbContext context)
    {
        using var _ = context;
        var columns = await ColumnsAsync(database);
        foreach (var (type, property) in context.Model.GetEntityTypes().SelectMany(type => type.GetProperties(), ValueTuple.Create))
        {
            var column = $"{type.GetSchemaQualifiedTableName()}.{property.GetColumnName()}";
            Assert.True(columns.TryGetValue(column, out var made), $"No migration makes {column}.");
            if (property.GetMaxLength() is null) made = Facets().Replace(made, "").Replace("character varying", "text", StringComparison.Ordinal);
            Assert.Equal($"{column} {property.GetColumnType()}{(property.IsColumnNullable() ? "" : " NOT NULL")}", $"{column} {made}");
        }
    }

    private async Task<Dictionary<string, string>> ColumnsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create((await Shop.App.GetConnectionStringAsync(database))!);
        await using var command = source.CreateCommand(Columns);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync()) columns[reader.GetString(0)] = reader.GetString(1);
        return columns;
    }

    [GeneratedRegex(@"\(\d+(,\d+)?\)")]
    private static partial Regex Facets();
}
