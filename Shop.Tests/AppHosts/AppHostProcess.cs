using System.Diagnostics;
using System.Text;
using Shop.Tests.Hosting;

namespace Shop.Tests.AppHosts;

/// <summary>
/// The AppHost as its user starts it: a process. Everything that it starts, and what that starts, carries a mark in its environment, by which
/// it is found again whoever its parent is by then (proc(5), <c>/proc/[pid]/environ</c>): Linux only.
/// </summary>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private const string MarkName = "SHOP_TEST_MARK";

    private static readonly string Output = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')))!;
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(90);

    private readonly string _mark;
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private AppHostProcess(Process process, string mark) => (_process, _mark) = (process, mark);

    /// <summary>Starts the AppHost with random ports, so that any number of them run side by side.</summary>
    /// <param name="environment">What else to set.</param>
    public static AppHostProcess Start(params (string Name, string Value)[] environment)
    {
        var project = Projects.Shop_AppHost.ProjectPath;
        var mark = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo(Path.Combine(project, "bin", Output, Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "Shop.AppHost"))
        {
            WorkingDirectory = project,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        const string anyPort = "http://127.0.0.1:0";
        (string Name, string Value)[] settings =
        [
            (MarkName, mark), ("DOTNET_ENVIRONMENT", "Development"), ("ASPNETCORE_ENVIRONMENT", "Development"), ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
            ("ASPIRE_DEVELOPER_CERTIFICATE_DEFAULT_TRUST", "false"), ("DcpPublisher__RandomizePorts", "true"), ("ASPNETCORE_URLS", anyPort),
            ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", anyPort), ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", anyPort), ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", anyPort),
            .. Credentials.Parameters.Select(parameter => parameter.TrimStart('-').Split('=', 2)).Select(pair => (pair[0].Replace(":", "__", StringComparison.Ordinal), pair[1])),
            .. environment,
        ];
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var host = new AppHostProcess(new() { StartInfo = start }, $"{MarkName}={mark}");
        host.Begin();
        return host;
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed so far.</summary>
    public string Printed
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>What of it is running: every process that it, or one of these, has started, and itself.</summary>
    public IReadOnlyList<MarkedProcess> Running() => [.. MarkedProcess.All(_mark)];

    /// <summary>Waits until a service answers that it is healthy.</summary>
    /// <param name="program">The service's program, as <c>Shop.OrderApi</c>.</param>
    /// <returns>A client of it.</returns>
    public async Task<HttpClient> HealthyAsync(string program)
    {
        var address = await Eventually.BecomesAsync($"an address of {program}; the AppHost said: {Printed}", () => Task.FromResult(AddressOf(program)), found => found is not null, EndBound);
        var client = Credentials.NewClient(new(address!));
        await Eventually.BecomesAsync($"{program} at {address} to be healthy", () => IsHealthyAsync(client), healthy => healthy, EndBound);
        return client;
    }

    /// <summary>Kills it: nothing of its own has a chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Asks it to end, as Ctrl+C and a service manager do.</summary>
    public async Task StopAsync()
    {
        await Signals.SendAsync(_process.Id, "TERM");
        await EndsAsync();
    }

    /// <summary>Waits until it has ended, whoever had it end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndsAsync()
    {
        using var bound = new CancellationTokenSource(EndBound);
        await _process.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until nothing of it is running any more.</summary>
    public Task NothingIsLeftAsync() => Eventually.BecomesAsync("every process of the AppHost to end", () => Task.FromResult(Running()), left => left.Count == 0, EndBound);

    /// <summary>Ends what is still there.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await NothingIsLeftAsync();
        _process.Dispose();
    }

    private void Begin()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        lock (_output) _output.AppendLine(line);
    }

    private string? AddressOf(string program) =>
        Running().FirstOrDefault(process => Path.GetFileName(process.Program) == program)?.Variable("ASPNETCORE_URLS");

    private static async Task<bool> IsHealthyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/health", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
