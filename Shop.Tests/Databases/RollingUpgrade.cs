using Npgsql;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.PaymentApi.Data;
using Shop.ProductApi.Data;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>
/// While replicas are replaced one after the other, those of the version before work on tables that are today's: migrations since then only
/// expand what it uses. What no version before needs any more, a later one takes away (contracts). Beside each version's dumps is what its
/// services ask of the databases, written down on the wire while each of its endpoints was called.
/// </summary>
public sealed class RollingUpgrade(ShopFixture shop) : ShopTest(shop)
{
    /// <summary>The latest version that was released.</summary>
    private const string Before = "v0.1.0";

    private static readonly Dictionary<string, (string Schema, Type Module)> Modules = new()
    {
        ["productdb"] = (ProductContext.Schema, typeof(ProductContext)),
        ["orderdb"] = (OrderContext.Schema, typeof(OrderContext)),
        ["paymentdb"] = (PaymentDatabase.Schema, typeof(PaymentDatabase)),
    };

    public static TheoryData<string> Databases => [.. Modules.Keys];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task What_the_version_before_asks_of_its_database_can_still_be_asked(string database)
    {
        await using var scratch = await EarlierVersions.RestoreAsync(Shop, Before, database);
        await MigrateAsync(scratch, database);
        var refused = new List<string>();

        var statements = await StatementsAsync(database);
        foreach (var statement in statements)
        {
            try
            {
                await scratch.RunAsync(statement);
            }
            catch (PostgresException exception)
            {
                refused.Add($"{exception.MessageText}: {statement}");
            }
        }

        Assert.InRange(statements.Length, 15, int.MaxValue);
        Assert.Empty(refused);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Migrations_since_the_version_before_take_nothing_away_and_ask_for_nothing_more(string database)
    {
        await using var scratch = await EarlierVersions.RestoreAsync(Shop, Before, database);
        var before = await Feature.AllAsync(scratch);
        await MigrateAsync(scratch, database);
        var today = await Feature.AllAsync(scratch);

        Assert.Empty(before.Except(today).Select(feature => $"is gone, or another: {feature}"));
        // Who writes as before knows neither a new column nor a new rule.
        var known = before.Where(feature => feature.Kind == "column").Select(feature => (feature.Table, feature.Columns)).ToHashSet();
        Assert.Empty(today.Except(before).Where(feature => feature.IsDemand && before.Any(one => one.Table == feature.Table)
            && (feature.Kind == "column" || feature.Columns.Split(',').Any(column => known.Contains((feature.Table, column)))))
            .Select(feature => $"is asked for: {feature}"));
    }

    private static async Task MigrateAsync(ScratchDatabase scratch, string database) =>
        await Migrator.MigrateAsync(scratch.Source, Modules[database].Schema, Modules[database].Module.Assembly, TestContext.Current.CancellationToken);

    private static async Task<string[]> StatementsAsync(string database)
    {
        const string prepare = "PREPARE ";
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Databases", Before, $"{database}.statements.sql"), TestContext.Current.CancellationToken);
        return [.. file.Split($"\n{prepare}").Skip(1).Select(statement => prepare + statement)];
    }

    /// <summary>Something of a database that its users can tell.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Table">What it belongs to.</param>
    /// <param name="Columns">The columns it is about, with commas.</param>
    /// <param name="Definition">How it is.</param>
    /// <param name="IsDemand">Whether it asks something of those who write.</param>
    private sealed record Feature(string Kind, string Table, string Columns, string Definition, bool IsDemand)
    {
        private const string Sql = """
            WITH ours AS (
                SELECT oid FROM pg_namespace WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_t'
            )
            SELECT 'column', c.oid::regclass::text, a.attname::text, format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
                a.attnotnull AND NOT a.atthasdef AND a.attidentity = ''
            FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'v') AND c.relnamespace IN (SELECT oid FROM ours)
            UNION ALL
            SELECT 'constraint', k.conrelid::regclass::text, (SELECT string_agg(a.attname, ',') FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)),
                pg_get_constraintdef(k.oid), true
            FROM pg_constraint k WHERE k.contype IN ('c', 'f', 'p', 'u', 'x') AND k.conrelid <> 0 AND k.connamespace IN (SELECT oid FROM ours)
            UNION ALL
            SELECT 'unique index', i.indrelid::regclass::text, (SELECT string_agg(a.attname, ',') FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)),
                pg_get_indexdef(i.indexrelid), true
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE i.indisunique AND c.relnamespace IN (SELECT oid FROM ours)
            UNION ALL
            SELECT 'function', '', '', p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid), false
            FROM pg_proc p WHERE p.pronamespace IN (SELECT oid FROM ours)
            """;

        public static async Task<HashSet<Feature>> AllAsync(ScratchDatabase database)
        {
            await using var command = database.Source.CreateCommand(Sql);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var features = new HashSet<Feature>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                features.Add(new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? "" : reader.GetString(2), reader.GetString(3), reader.GetBoolean(4)));
            return features;
        }
    }
}
