using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Hosting.LocalPostgres;

/// <summary>A PostgreSQL server in the making: its port, its directories, its password.</summary>
/// <param name="resource">The resource that it plays.</param>
/// <param name="binaries">The installation.</param>
internal sealed class LocalServer(PostgresServerResource resource, PostgresBinaries binaries) : IAsyncDisposable
{
    private const string DefaultSuperuser = "postgres";

    // Whoever connects has the password; there is no socket that would ask for less.
    private const string AccessRules = "host all all 127.0.0.1/32 scram-sha-256\n";

    // Fit for a laptop. Durability stays on: fsync and synchronous_commit are the defaults.
    private static readonly (string Name, string Value)[] Settings =
    [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("password_encryption", "scram-sha-256"),
        ("max_connections", "200"),
        ("shared_buffers", "128MB"),
        ("max_wal_size", "512MB"),
        ("min_wal_size", "64MB"),
        ("jit", "off"),
        ("logging_collector", "off"),
        ("log_line_prefix", "%m [%p] %q%u@%d "),
    ];

    private readonly ServerAccount _account = ServerAccount.Current();
    private RunDirectory? _run;
    private DataDirectory? _data;
    private TcpListener? _reservation;
    private string _dataPath = "";
    private CancellationTokenSource? _ending;
    private Task? _firstPreparation;
    private bool _firstIsTaken;

    /// <summary>The installation.</summary>
    public PostgresBinaries Binaries => binaries;

    /// <summary>Where the server listens on the loopback interface.</summary>
    public int Port { get; private set; }

    /// <summary>The directory of this run, as soon as it is made.</summary>
    public string? Location => _run?.Location;

    /// <summary>Chooses the port and keeps it for the server until that is started.</summary>
    /// <param name="fixedPort">The port that is asked for; null for a free one.</param>
    public void ReservePort(int? fixedPort)
    {
        if (fixedPort is { } port)
        {
            Port = port;
            return;
        }

        _reservation = new(IPAddress.Loopback, 0);
        _reservation.Start();
        Port = ((IPEndPoint)_reservation.LocalEndpoint).Port;
    }

    /// <summary>Begins to make the first start ready, while the orchestrator is still on its way.</summary>
    /// <param name="stopping">The application ends, and the work with it.</param>
    public void BeginPreparation(CancellationToken stopping)
    {
        _ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _firstPreparation = PrepareDataAsync(_ending.Token);
    }

    /// <summary>Makes data, password and port ready for a start.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var first = Interlocked.Exchange(ref _firstIsTaken, true) ? null : _firstPreparation;
        await (first ?? PrepareDataAsync(cancellationToken));
        _reservation?.Dispose();
        _reservation = null;
    }

    /// <summary>Ends the server by a fast shutdown; its launcher ends with it.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task StopAsync(CancellationToken cancellationToken) => ServerProcess.StopAsync(_dataPath, _account, cancellationToken);

    /// <summary>What the launcher is started with. Call <see cref="PrepareAsync"/> first.</summary>
    public IEnumerable<string> LauncherArguments() => Launcher.Arguments(
        _run!.Location,
        _account.Run(
        [
            binaries.Postgres, "-D", _dataPath, "-c", $"hba_file={AccessRulesFile}", "-c", string.Create(CultureInfo.InvariantCulture, $"port={Port}"),
            .. Settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" }),
        ]));

    /// <summary>Whether something accepts connections on the server's port.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Removes the directory of the run; a preparation that is under way, as when the application fails to start, ends before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ending is not null) await _ending.CancelAsync();
        if (_firstPreparation is not null) await _firstPreparation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending?.Dispose();
        _reservation?.Dispose();
        _data?.Dispose();
        _run?.Dispose();
    }

    private async Task PrepareDataAsync(CancellationToken cancellationToken)
    {
        var superuser = await resource.UserNameReference.GetValueAsync(cancellationToken) ?? DefaultSuperuser;
        var password = await resource.PasswordParameter.GetValueAsync(cancellationToken) ?? "";
        _run ??= await RunDirectory.CreateAsync(_account, cancellationToken);
        _data ??= new(resource, binaries, _account);
        _dataPath = await _data.PrepareAsync(_run, superuser, cancellationToken);
        await ServerProcess.StopAsync(_dataPath, _account, cancellationToken);
        await File.WriteAllTextAsync(AccessRulesFile, AccessRules, cancellationToken);

        // A kept directory has the password of another run. The single-user mode reads from its standard input, which nobody else sees;
        // a statement with a password must not be logged, not even when it fails.
        await CommandLine.RequireAsync(
            _account.Run(
                binaries.Postgres, "--single", "-D", _dataPath, "-c", "log_min_error_statement=panic", "-c", "log_statement=none", "-c",
                "log_checkpoints=off", "postgres"),
            $"ALTER ROLE {Sql.Name(superuser)} PASSWORD {Sql.Text(password)};\n", cancellationToken);
    }

    private string AccessRulesFile => Path.Combine(_run!.Location, "pg_hba.conf");
}
