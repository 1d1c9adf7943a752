using k8s.Models;

namespace Shop.Tests.Deploy;

/// <summary>The manifests in <c>deploy/kubernetes</c> are the AppHost's model, written by hand.</summary>
public sealed class OnKubernetes
{
    private const int PostgresPort = 5432;

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public async Task Every_project_of_the_model_runs_with_its_image_and_its_settings(string shape)
    {
        var (model, manifests) = (await AppHostModel.PublishAsync(shape), KubernetesManifests.Read(shape));

        var deployed = manifests.Services().ToList();

        Assert.Equal(model.Services.Select(service => service.Name).Order(), deployed.Select(service => service.Name).Order());
        Assert.All(model.Services, expected =>
        {
            var actual = deployed.Single(service => service.Name == expected.Name);
            Assert.Equal(expected.Image, actual.Image);
            Assert.Equal(expected.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal), actual.Settings.OrderBy(setting => setting.Key, StringComparer.Ordinal));
        });
    }

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public async Task The_database_server_is_the_models(string shape)
    {
        var (model, manifests) = (await AppHostModel.PublishAsync(shape), KubernetesManifests.Read(shape));

        var server = manifests.Named<V1StatefulSet>("postgres").Spec.Template.Spec.Containers.Single();
        var job = manifests.Named<V1Job>("databases").Spec.Template.Spec.Containers.Single();

        Assert.Equal((model.PostgresImage, model.PostgresImage), (server.Image, job.Image));
        Assert.Equal(model.PostgresSettings.OrderBy(setting => setting.Key), server.Env.ToDictionary(Name, Value).OrderBy(setting => setting.Key));
        // The job makes the databases that the services use, and gets the passwords that they have.
        Assert.Equal(model.Databases.Select(Settings.PasswordOf), job.Env.Select(Name).Where(name => name.EndsWith("DB_PASSWORD", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var script = manifests.Named<V1ConfigMap>("databases").Data[Path.GetFileName(job.Command[^1])];
        Assert.Equal(model.Databases, script.Split('\n').Where(line => line.StartsWith(@"\set name ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).Order(StringComparer.Ordinal));

        static string Name(V1EnvVar variable) => variable.Name;
        static string Value(V1EnvVar variable) => variable.ValueFrom is { SecretKeyRef: var secret } ? $"secret:{secret.Key}" : variable.Value;
    }

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public async Task A_network_policy_opens_what_the_model_refers_to_and_nothing_else(string shape)
    {
        var (model, manifests) = (await AppHostModel.PublishAsync(shape), KubernetesManifests.Read(shape));
        string[] names = [.. model.Services.Select(service => service.Name), "postgres", "databases"];

        var open = names.SelectMany(one => names
            .Where(other => one != other && manifests.Allows(manifests.Pods(one), manifests.Pods(other), other == "postgres" ? PostgresPort : DeployedService.Port))
            .Select(other => $"{one} to {other}"));

        var referred = model.Services.SelectMany(service => service.Calls.Append("postgres").Select(called => $"{service.Name} to {called}")).Append("databases to postgres");
        Assert.Equal(referred.Order(StringComparer.Ordinal), open.Order(StringComparer.Ordinal));
        // Whoever is not spoken of is closed, in both directions.
        var stranger = new Dictionary<string, string>();
        Assert.Equal(["nobody"], manifests.Policies(stranger, "Ingress").Select(policy => policy.Metadata.Name));
        Assert.Equal(["nobody", "names-and-telemetry"], manifests.Policies(stranger, "Egress").Select(policy => policy.Metadata.Name));
    }

    [Theory]
    [InlineData("services")]
    [InlineData("monolith")]
    public void Each_service_is_probed_bounded_scaled_and_kept_from_writing(string shape)
    {
        var manifests = KubernetesManifests.Read(shape);
        var shared = manifests.Named<V1ConfigMap>("shop").Data;
        Assert.All(manifests.All<V1Deployment>(), deployment =>
        {
            var name = deployment.Metadata.Name;
            var pod = deployment.Spec.Template;
            var container = pod.Spec.Containers.Single();

            Assert.Equal(($"{DeployedService.Port}", DeployedService.Port), (shared["HTTP_PORTS"], container.Ports.Single().ContainerPort));
            var port = manifests.Named<V1Service>(name).Spec;
            Assert.Equal((DeployedService.Port, container.Ports.Single().Name), (port.Ports.Single().Port, port.Ports.Single().TargetPort.Value));
            Assert.Equal(["/alive", "/alive", "/health"], Probes(container).Select(probe => probe.HttpGet.Path));
            // A probe by the pod's address would be refused: services answer to their names.
            Assert.All(Probes(container), probe => Assert.Contains(probe.HttpGet.HttpHeaders.Single(header => header.Name == "Host").Value, shared["AllowedHosts"].Split(';')));
            Assert.Contains(name, (string[])[.. shared["AllowedHosts"].Split(';'), "web", "shop"]);

            Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order());
            Assert.Equal(["memory"], container.Resources.Limits.Keys);
            Assert.Equal(1, int.Parse(manifests.Named<V1PodDisruptionBudget>(name).Spec.MaxUnavailable.Value));
            var scaled = manifests.Named<V2HorizontalPodAutoscaler>(name).Spec;
            Assert.Equal((name, true), (scaled.ScaleTargetRef.Name, scaled.MinReplicas >= 2));
            foreach (var selector in (V1LabelSelector[])[deployment.Spec.Selector, manifests.Named<V1PodDisruptionBudget>(name).Spec.Selector, new() { MatchLabels = port.Selector }])
                Assert.Equal([name], manifests.All<V1Deployment>().Where(other => KubernetesManifests.Selects(selector, other.Spec.Template.Metadata.Labels)).Select(other => other.Metadata.Name));

            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        });

        static IEnumerable<V1Probe> Probes(V1Container container) => [container.StartupProbe, container.LivenessProbe, container.ReadinessProbe];
    }

    [Fact]
    public void A_field_that_Kubernetes_does_not_know_is_found()
    {
        var text = File.ReadAllText(Path.Combine(KubernetesManifests.Root, "monolith", "shop.yaml")).Replace("readinessProbe", "readynessProbe", StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => k8s.KubernetesYaml.LoadAllFromString(text, null, strict: true));
    }
}
