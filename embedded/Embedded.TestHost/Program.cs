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

builder.AddProject<Projects.Embedded_TestService>("second", launchProfileName: "second")
    .WithReference(first)
    .WithHttpHealthCheck("/health");

// Something that starts a process of its own and does not care about signals.
if (builder.Configuration["stubborn"] is not null)
    builder.AddExecutable("stubborn", "sh", "/", "-c", "trap '' TERM INT HUP; sleep 987654 & sleep 987653; sleep 987652");

builder.Build().Run();
