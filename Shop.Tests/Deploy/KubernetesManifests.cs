using k8s;
using k8s.Models;
using Shop.Tests.Hosting;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Shop.Tests.Deploy;

/// <summary>What <c>kubectl apply -k</c> takes for a shape, each document read strictly: a field that Kubernetes does not know is an error.</summary>
/// <param name="resources">The documents.</param>
internal sealed class KubernetesManifests(IReadOnlyList<object> resources)
{
    private static readonly IDeserializer Kustomizations =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();

    public static string Root { get; } = Path.Combine(RepositoryRoot.Find().FullName, "deploy", "kubernetes");

    public static KubernetesManifests Read(string shape) => new([.. ReadDirectory(Path.Combine(Root, shape))]);

    public IEnumerable<T> All<T>() => resources.OfType<T>();

    public T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(All<T>(), resource => resource.Metadata.Name == name);

    /// <summary>The services, in the words of the model.</summary>
    public IEnumerable<DeployedService> Services() => All<V1Deployment>().Select(deployment =>
    {
        var container = deployment.Spec.Template.Spec.Containers.Single();
        var shared = container.EnvFrom.SelectMany(source => Named<V1ConfigMap>(source.ConfigMapRef.Name).Data);
        var own = container.Env.Select(variable => KeyValuePair.Create(variable.Name, variable.ValueFrom is { SecretKeyRef: var secret } ? $"secret:{secret.Key}" : variable.Value));
        return new DeployedService(deployment.Metadata.Name, container.Image.Split(':')[0], Settings.Of([.. shared, .. own]));
    });

    /// <summary>Whether policies let pods with some labels open a connection to a port of pods with others.</summary>
    public bool Allows(IDictionary<string, string> from, IDictionary<string, string> to, int port)
    {
        var leaves = Policies(from, "Egress").SelectMany(policy => policy.Spec.Egress ?? [])
            .Any(rule => Has(rule.Ports, port) && rule.To.Any(peer => Selects(peer.PodSelector, to)));
        var arrives = Policies(to, "Ingress").SelectMany(policy => policy.Spec.Ingress ?? [])
            .Any(rule => Has(rule.Ports, port) && rule.FromProperty.Any(peer => Selects(peer.PodSelector, from)));
        return leaves && arrives;
    }

    /// <summary>The policies that say something of pods with some labels, in one direction.</summary>
    public IEnumerable<V1NetworkPolicy> Policies(IDictionary<string, string> pod, string direction) =>
        All<V1NetworkPolicy>().Where(policy => policy.Spec.PolicyTypes.Contains(direction) && Selects(policy.Spec.PodSelector, pod));

    /// <summary>The labels of the pods of what runs under a name.</summary>
    public IDictionary<string, string> Pods(string name) =>
        name == "postgres" ? Named<V1StatefulSet>(name).Spec.Template.Metadata.Labels
        : name == "databases" ? Named<V1Job>(name).Spec.Template.Metadata.Labels
        : Named<V1Deployment>(name).Spec.Template.Metadata.Labels;

    private static bool Has(IEnumerable<V1NetworkPolicyPort> ports, int port) => ports.Any(allowed => allowed.Port?.Value == $"{port}");

    public static bool Selects(V1LabelSelector? selector, IDictionary<string, string> labels) =>
        selector is not null && (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value);

    private static IEnumerable<object> ReadDirectory(string directory)
    {
        var kustomization = Kustomizations.Deserialize<Kustomization>(File.ReadAllText(Path.Combine(directory, "kustomization.yaml")));
        var listed = kustomization.Resources.Where(resource => resource.EndsWith(".yaml", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(Directory.EnumerateFiles(directory, "*.yaml").Select(Path.GetFileName).Where(file => file != "kustomization.yaml").Order(StringComparer.Ordinal), listed);
        var generated = kustomization.ConfigMapGenerator.Select(map => new V1ConfigMap
        {
            Metadata = new() { Name = map.Name },
            Data = map.Files.ToDictionary(file => file, file => File.ReadAllText(Path.Combine(directory, file))),
        });
        return
        [
            .. kustomization.Resources.SelectMany(resource => Path.Combine(directory, resource) is var path && Directory.Exists(path)
                ? ReadDirectory(path)
                : KubernetesYaml.LoadAllFromString(File.ReadAllText(path), null, strict: true)),
            .. generated,
        ];
    }

    /// <summary>The part of a kustomization that is used here; anything else is an error.</summary>
    private sealed class Kustomization
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public string Namespace { get; set; } = "";

        public List<string> Resources { get; set; } = [];

        public List<Generator> ConfigMapGenerator { get; set; } = [];
    }

    private sealed class Generator
    {
        public string Name { get; set; } = "";

        public List<string> Files { get; set; } = [];
    }
}
