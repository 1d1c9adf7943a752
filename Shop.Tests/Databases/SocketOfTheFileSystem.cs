using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shop.Database;
using Shop.Tests.Hosting;

namespace Shop.Tests.Databases;

/// <summary>Platforms give a container its database as a socket of the file system.</summary>
public sealed class SocketOfTheFileSystem(ShopFixture shop) : ShopTest(shop)
{
    [Fact]
    public async Task A_database_is_reached_by_it_for_statements_and_for_listening()
    {
        await using var database = await ScratchDatabase.CreateAsync(Shop);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var directory = new TemporaryDirectory();
        using var door = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        door.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory.Path, $".s.PGSQL.{server.Port}")));
        door.Listen();
        using var end = new CancellationTokenSource();
        var serving = ServeAsync(door, server, end.Token);

        server.Host = directory.Path;
        var services = new ServiceCollection().AddSingleton<IConfiguration>(
            new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:any", server.ConnectionString)]).Build()).BuildServiceProvider();
        await using (var pool = PreparedDataSource.Create(services, "any"))
        await using (var command = pool.CreateCommand("SELECT 1"))
        {
            Assert.Equal(1, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        await using (var session = new NpgsqlConnection(PreparedDataSource.ForSession(services, "any", keepAliveSeconds: 10)))
            await session.OpenAsync(TestContext.Current.CancellationToken);

        await end.CancelAsync();
        await serving;
    }

    private static async Task ServeAsync(Socket door, NpgsqlConnectionStringBuilder server, CancellationToken end)
    {
        var (host, port) = (server.Host!, server.Port);
        var served = new List<Task>();
        try
        {
            while (true) served.Add(PassOnAsync(await door.AcceptAsync(end), host, port, end));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(served);
        }
    }

    private static async Task PassOnAsync(Socket client, string host, int port, CancellationToken end)
    {
        await using var near = new NetworkStream(client, ownsSocket: true);
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(host, port, end);
            await Task.WhenAny(near.CopyToAsync(connection.GetStream(), end), connection.GetStream().CopyToAsync(near, end));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
