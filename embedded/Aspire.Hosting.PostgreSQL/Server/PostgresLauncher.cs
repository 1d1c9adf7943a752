using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Runs a PostgreSQL server from local binaries and sets up its logins and databases.</summary>
internal sealed class PostgresLauncher(PostgresServerResource server) : ProcessLauncher
{
    // Sockets live in a directory that only the server's account (and root) can enter: whoever gets there may administer.
    private const string SocketDirectoryName = "s";

    private PostgresBinaries? _binaries;
    private DatabaseAccount? _account;
    private DataDirectory? _data;
    private string? _runDirectory;
    private NpgsqlDataSource? _admin;
    private volatile bool _isProvisioned;

    public override string ResourceType => "PostgresServer";

    public override async Task ValidateAsync(IServiceProvider services, IResource resource, CancellationToken cancellationToken)
    {
        _account ??= DatabaseAccount.Current();
        _binaries ??= await PostgresBinaries.FindAsync(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<ToolRunner>(), cancellationToken);
    }

    public override async Task<ProcessSpec> PrepareAsync(LaunchContext context, CancellationToken cancellationToken)
    {
        _isProvisioned = false;
        await ValidateAsync(context.Services, context.Resource, cancellationToken);
        var data = await EnsureDataAsync(context.Services, cancellationToken);
        var port = server.PrimaryEndpoint.EndpointAnnotation.InstancePorts[context.Instance.Index];
        return new()
        {
            FileName = _binaries!.Postgres,
            Arguments = ["-D", data, .. PostgresSettings.Arguments(port, SocketDirectory)],
            Wrapper = _account!.Wrapper,
            WorkingDirectory = "/",
            Environment = context.WholeEnvironment(),
            ErrorOutputIsLog = true,
            StopSignal = Signals.Interrupt,
            DatabaseDirectory = data,
        };
    }

    public override async Task StartedAsync(LaunchContext context, ManagedProcess process, CancellationToken cancellationToken)
    {
        var superuser = await SuperuserAsync(cancellationToken);
        if (_admin is not null)
            await _admin.DisposeAsync();
        // Slim: names and texts are all that is sent, and the databases wait for this connection.
        _admin = new NpgsqlSlimDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = SocketDirectory,
            Port = server.PrimaryEndpoint.EndpointAnnotation.InstancePorts[context.Instance.Index],
            Username = superuser,
            Database = "postgres",
            MaxPoolSize = 8,
            MinPoolSize = 0,
            ConnectionIdleLifetime = 10,
            ConnectionPruningInterval = 5,
            // A statement that sets a password must not be logged when it fails.
            Options = "-c log_min_error_statement=panic",
            ApplicationName = "apphost",
        }.ConnectionString).Build();
        await PostgresReadiness.WaitAsync(_admin, process, cancellationToken);
        var password = await server.PasswordParameter.GetValueAsync(cancellationToken) ?? "";
        await new Provisioning(_admin).RunAsync(superuser, password, server.DatabaseResources, cancellationToken);
        _isProvisioned = true;
    }

    public override async Task EndedAsync()
    {
        if (_admin is not null)
            await _admin.DisposeAsync();
        if (_data is not null)
            await _data.DisposeAsync();
    }

    /// <summary>Why the server cannot be used, or null.</summary>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (!_isProvisioned || _admin is null)
            return "server not accepting connections yet";
        try
        {
            await using var command = _admin.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    /// <summary>Why a database cannot be used, or null.</summary>
    public async Task<string?> CheckDatabaseAsync(PostgresDatabaseResource database, CancellationToken cancellationToken) =>
        await CheckAsync(cancellationToken) ?? (database.IsProvisioned ? null : "database not created yet");

    private string SocketDirectory => Path.Combine(_runDirectory!, SocketDirectoryName);

    private async ValueTask<string> SuperuserAsync(CancellationToken cancellationToken) =>
        await server.UserNameReference.GetValueAsync(cancellationToken) ?? PostgresServerResource.DefaultUserName;

    private async Task<string> EnsureDataAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var guard = services.GetRequiredService<ProcessGuard>();
        var tools = services.GetRequiredService<ToolRunner>();
        if (_runDirectory is null)
        {
            _runDirectory = RunDirectory.Create(guard);
            await _account!.CreateDirectoryAsync(SocketDirectory, tools, cancellationToken);
        }

        _data ??= new(server, _binaries!, _account!, tools, services.GetRequiredService<EnginePatience>());
        return await _data.PrepareAsync(_runDirectory, await SuperuserAsync(cancellationToken), guard, cancellationToken);
    }
}
