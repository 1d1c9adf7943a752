using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Tests.Hosting;

namespace Shop.Tests.LocalPostgres;

/// <summary>What a service may do in the server that it shares with others.</summary>
public sealed class LeastPrivilege(ShopFixture shop) : ShopTest(shop)
{
    private static readonly string[] Databases = ["productdb", "orderdb", "paymentdb"];

    [Fact]
    public async Task Each_service_owns_its_database_and_may_not_connect_to_a_neighbours()
    {
        foreach (var role in Databases)
        {
            foreach (var database in Databases)
            {
                var refused = await ConnectAsync(role, database);
                Assert.Equal(role == database ? null : PostgresErrorCodes.InsufficientPrivilege, refused);
            }

            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await ConnectAsync(role, role, "CREATE DATABASE stolen"));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await ConnectAsync(role, role, "CREATE ROLE stolen"));
        }
    }

    [Fact]
    public async Task No_service_logs_in_as_somebody_who_may_do_more()
    {
        var sessions = await Shop.ScalarAsync<string[]>(
            "productdb", "SELECT array_agg(DISTINCT usename::text || '@' || datname::text) FROM pg_stat_activity WHERE datname = ANY($1)", (object)Databases);
        var privileged = await Shop.ScalarAsync<long>(
            "productdb", "SELECT count(*) FROM pg_roles WHERE rolname = ANY($1) AND (rolsuper OR rolcreatedb OR rolcreaterole)", (object)Databases);

        Assert.Equal(0, privileged);
        Assert.All(Databases, name => Assert.Contains($"{name}@{name}", sessions));
    }

    /// <returns>Why it was refused, as an SQLSTATE; null where it was not.</returns>
    private async Task<string?> ConnectAsync(string role, string database, string sql = "SELECT 1")
    {
        var password = Shop.App.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ParameterResource>().Single(p => p.Name == $"{role}-password");
        var login = new NpgsqlConnectionStringBuilder(await Shop.App.GetConnectionStringAsync(database))
        {
            Username = role,
            Password = await password.GetValueAsync(CancellationToken.None),
            Pooling = false,
        };
        try
        {
            await using var source = NpgsqlDataSource.Create(login);
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e)
        {
            return e.SqlState;
        }
    }
}
