using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shop.ServiceDefaults.Health;

namespace Shop.ServiceDefaults.Faults;

/// <summary>Requests that are carried out, and whose callers never hear of it: what a network does, at a signal and under development only.</summary>
internal static partial class LostAnswers
{
    /// <summary>How many answers are lost at each signal. Nothing listens to signals where this is not set.</summary>
    private const string Setting = "Faults:LostAnswers";

    // SIGUSR1 (signal(7)): .NET names no signal that means nothing, and takes the number of the system instead.
    private static PosixSignal UserSignal => (PosixSignal)(OperatingSystem.IsLinux() ? 10 : 30);

    /// <summary>Cuts the connections of the next callers after each SIGUSR1, once what they asked for is done. Probes are not among them.</summary>
    /// <param name="app">The built application.</param>
    public static void UseLostAnswers(this WebApplication app)
    {
        var each = app.Configuration.GetValue<int>(Setting);
        if (each <= 0 || !app.Environment.IsDevelopment() || OperatingSystem.IsWindows()) return;

        var left = 0;
        var signals = PosixSignalRegistration.Create(UserSignal, signal =>
        {
            signal.Cancel = true;
            Volatile.Write(ref left, each);
        });
        app.Lifetime.ApplicationStopped.Register(signals.Dispose);
        app.Use((context, next) =>
            Volatile.Read(ref left) > 0 && context.Request.Path.Value is not (HealthDefaults.ReadyPath or HealthDefaults.AlivePath) && Interlocked.Decrement(ref left) >= 0
                ? LoseAsync(context, next, app.Logger)
                : next(context));
    }

    private static async Task LoseAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        // Not a byte of it may have left by the time the connection is cut.
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await next(context);
        LogLost(logger, context.Request.Method, context.Response.StatusCode);
        context.Abort();
    }

    [LoggerMessage(LogLevel.Warning, "The answer to a {Method} is lost on purpose; it was {Status}")]
    private static partial void LogLost(ILogger logger, string method, int status);
}
