using Shop.AppHost.Topologies;

try
{
    var builder = DistributedApplication.CreateBuilder(args);
    builder.ChoosePorts();

    // One shop, several shapes: the launch profile chooses, as in `dotnet run --project Shop.AppHost --launch-profile monolith`.
    switch (builder.Configuration["Shop:Topology"] ?? "services")
    {
        case "services":
            builder.AddServices();
            break;
        case "two-services":
            builder.AddServices(withPayments: false);
            break;
        case "monolith":
            builder.AddMonolith();
            break;
        case var unknown:
            throw new DistributedApplicationException($"Shop:Topology is services, two-services or monolith, not '{unknown}'.");
    }

    // Plain http on loopback: nothing wants a certificate, so nobody needs to be greeted by word that none is trusted.
    builder.Eventing.Subscribe<BeforeStartEvent>((e, _) =>
    {
        foreach (var resource in e.Model.Resources)
            resource.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
        return Task.CompletedTask;
    });

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
