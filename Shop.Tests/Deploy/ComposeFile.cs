using Shop.Tests.Hosting;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Shop.Tests.Deploy;

/// <summary>The part of the Compose specification that <c>deploy/compose</c> uses; anything else in it is an error.</summary>
internal sealed class ComposeFile
{
    public static string Location { get; } = Path.Combine(RepositoryRoot.Find().FullName, "deploy", "compose", "compose.yaml");

    public string Name { get; set; } = "";

    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, Dictionary<string, string>> Volumes { get; set; } = [];

    /// <summary>What is merged into others, each under a name of its own.</summary>
    [YamlMember(Alias = "x-service", ApplyNamingConventions = false)]
    public ComposeService? ServiceParts { get; set; }

    [YamlMember(Alias = "x-databases", ApplyNamingConventions = false)]
    public ComposeService? DatabaseParts { get; set; }

    [YamlMember(Alias = "x-environment", ApplyNamingConventions = false)]
    public Dictionary<string, string>? EnvironmentParts { get; set; }

    [YamlMember(Alias = "x-psql", ApplyNamingConventions = false)]
    public Dictionary<string, string>? PsqlParts { get; set; }

    public static ComposeFile Read(string text) => new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance)
        .WithDuplicateKeyChecking()
        .Build()
        .Deserialize<ComposeFile>(new MergingParser(new Parser(new StringReader(text))));
}

/// <summary>A service of it.</summary>
internal sealed class ComposeService
{
    public string Image { get; set; } = "";

    public List<string> Profiles { get; set; } = [];

    public List<string> Command { get; set; } = [];

    public string Restart { get; set; } = "";

    public bool ReadOnly { get; set; }

    public List<string> Tmpfs { get; set; } = [];

    public List<string> CapDrop { get; set; } = [];

    public List<string> SecurityOpt { get; set; } = [];

    public string StopGracePeriod { get; set; } = "";

    public string MemLimit { get; set; } = "";

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public ComposeHealthCheck? Healthcheck { get; set; }

    public List<string> Ports { get; set; } = [];

    public List<string> Volumes { get; set; } = [];
}

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}

internal sealed class ComposeHealthCheck
{
    public List<string> Test { get; set; } = [];

    public string Interval { get; set; } = "";

    public int Retries { get; set; }
}
