using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// An AppHost for tests of the engine: started as a process of its own, looked at from outside, and killed.
var builder = DistributedApplication.CreateBuilder(args);

var postgres = builder.AddPostgres("postgres");
if (builder.Configuration["volume"] is { Length: > 0 } volume)
    postgres.WithDataVolume(volume);
var things = postgres.AddDatabase("things");

var first = builder.AddProject<Projects.Embedded_TestService>("first")
    .WithReference(things).WaitFor(things)
    .WithHttpHealthCheck("/health")
    .WithReplicas(builder.Configuration["replicas"] is { } replicas ? int.Parse(replicas, System.Globalization.CultureInfo.InvariantCulture) : 1);

if (builder.Configuration["persisted"] is { } parameter)
    first.WithEnvironment("PERSISTED", builder.AddParameter(parameter, new GenerateParameterDefault { MinLength = 40 }, secret: true, persist: true));

builder.AddProject<Projects.Embedded_TestService>("second", launchProfileName: "second")
    .WithReference(first)
    .WithHttpHealthCheck("/health");

// Something that starts a process of its own and does not care about signals, for as long as an interrupted developer lets it.
if (builder.Configuration["stubborn"] is { } patience)
{
    builder.AddExecutable("stubborn", "sh", "/", "-c", "trap '' TERM INT HUP; sleep 987654 & sleep 987653; sleep 987652");
    if (patience == "endless")
    {
        var endless = TimeSpan.FromHours(1);
        builder.Services.AddSingleton(new EnginePatience { StopOne = endless, StopAll = endless });
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = endless);
    }
}

builder.Build().Run();
