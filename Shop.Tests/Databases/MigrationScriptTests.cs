using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Shop.Database;
using Shop.OrderApi.Data;
using Shop.PaymentApi.Data;
using Shop.ProductApi.Data;

namespace Shop.Tests.Databases;

/// <summary>The services apply their migrations as scripts; EF Core stays the one that says what is in them.</summary>
public sealed class MigrationScriptTests
{
    [Fact]
    public void The_scripts_of_products_do_what_their_migrations_say() =>
        ScriptsAreThoseOf(new ProductContext(Options<ProductContext>(ProductContext.Schema)));

    [Fact]
    public void The_scripts_of_orders_do_what_their_migrations_say() =>
        ScriptsAreThoseOf(new OrderContext(Options<OrderContext>(OrderContext.Schema)));

    [Fact]
    public void The_scripts_of_payments_do_what_their_migrations_say() =>
        ScriptsAreThoseOf(new PaymentContext(Options<PaymentContext>(PaymentContext.Schema)));

    private static void ScriptsAreThoseOf(DbContext context)
    {
        using var _ = context;
        var assembly = context.GetType().Assembly;
        var migrations = context.Database.GetMigrations().ToList();
        var differing = new List<string>();
        var previous = Migration.InitialDatabase;
        foreach (var id in migrations)
        {
            var said = context.GetService<IMigrator>().GenerateScript(previous, id, MigrationsSqlGenerationOptions.NoTransactions);
            if (!MigrationScripts.Ids(assembly).Contains(id) || !Lines(said).SequenceEqual(Lines(MigrationScripts.Read(assembly, id))))
                differing.Add($"dotnet ef migrations script {previous} {id} --no-transactions --output Data/Migrations/{id}.sql");
            previous = id;
        }

        Assert.True(differing.Count == 0, $"Scripts are missing or old. In {assembly.GetName().Name}:\n{string.Join('\n', differing)}");
        Assert.Equal(migrations, MigrationScripts.Ids(assembly));
        Assert.False(context.Database.HasPendingModelChanges(), $"The model of {context.GetType().Name} has no migration for its last change.");
    }

    /// <summary>Without empty lines and line ends: they differ by operating system, and mean nothing.</summary>
    private static IEnumerable<string> Lines(string script) => script.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0);

    private static DbContextOptions<T> Options<T>(string schema)
        where T : DbContext =>
        new DbContextOptionsBuilder<T>()
            .UseNpgsql("Host=nowhere", npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", schema))
            .Options;
}
