using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests.AppHosts;

/// <summary>
/// As much of an IDE as the orchestrator needs to hand projects over to it (microsoft/aspire, <c>docs/specs/IDE-execution.md</c>): it notes
/// which project it was asked to launch, and launches none.
/// </summary>
internal sealed class IdeStub : IAsyncDisposable
{
    private const string Capabilities = """{ "protocols_supported": ["2024-03-03", "2024-04-23", "2025-10-01"], "supported_launch_configurations": ["project"] }""";

    private readonly WebApplication _app;
    private readonly List<string> _projects = [];

    private IdeStub(WebApplication app) => _app = app;

    /// <summary>The port that it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>File names of the projects that a session was asked for, in that order.</summary>
    public IReadOnlyList<string> Projects
    {
        get
        {
            lock (_projects) return [.. _projects];
        }
    }

    /// <summary>Starts one.</summary>
    public static async Task<IdeStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        var stub = new IdeStub(builder.Build());
        stub._app.Urls.Add("http://127.0.0.1:0");
        stub._app.UseWebSockets();
        stub._app.MapGet("/info", () => Results.Content(Capabilities, "application/json"));
        stub._app.MapPut("/run_session", stub.BeginAsync);
        stub._app.MapDelete("/run_session/{id}", () => Results.Ok());
        stub._app.MapGet("/run_session/notify", NotifyAsync);
        await stub._app.StartAsync();
        stub.Port = new Uri(stub._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return stub;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> BeginAsync(HttpRequest request)
    {
        using var asked = await JsonDocument.ParseAsync(request.Body);
        var project = asked.RootElement.GetProperty("launch_configurations")[0].GetProperty("project_path").GetString()!;
        int id;
        lock (_projects)
        {
            _projects.Add(Path.GetFileName(project));
            id = _projects.Count;
        }

        return Results.Created($"http://127.0.0.1:{Port}/run_session/{id}", null);
    }

    // Nothing ever changes: the connection stays open until the orchestrator or the test ends.
    private static async Task NotifyAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await socket.ReceiveAsync(new byte[1], context.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The other side has ended.
        }
    }
}
