namespace Shop.Hosting.Processes;

/// <summary>Plain http on loopback.</summary>
public static class PlainHttp
{
    /// <summary>Has no resource ask for a developer's certificate: nothing wants one, so nobody needs to be greeted by word that none is trusted.</summary>
    /// <param name="builder">The application under construction.</param>
    public static void WithoutCertificates(this IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Eventing.Subscribe<BeforeStartEvent>((e, _) =>
        {
            foreach (var resource in e.Model.Resources)
                resource.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
            return Task.CompletedTask;
        });
    }
}
