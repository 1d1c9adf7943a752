using Shop.AppHost.Topologies;
using Shop.Hosting.Processes;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.ChoosePorts();
    builder.WithoutCertificates();

    // One shop, several shapes: the launch profile chooses, as in `dotnet run --project Shop.AppHost --launch-profile monolith`.
    var topology = builder.Configuration["Shop:Topology"] ?? "services";
    if (topology is "services" or "two-services") builder.AddServices(withPayments: topology is "services");
    else if (topology is "monolith") builder.AddMonolith();
    else throw new DistributedApplicationException($"Shop:Topology is services, two-services or monolith, not '{topology}'.");

    await using var app = builder.Build();
    await app.RunAsync();
    return 0;
}
catch (DistributedApplicationException e)
{
    // A port that is taken, a database that nothing here can run: whoever reads this can do something about it, and not with a stack trace.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
