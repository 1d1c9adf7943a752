using System.Reflection;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using Shop.Tests.Hosting;
using static ArchUnitNET.Fluent.ArchRuleDefinition;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;

namespace Shop.Tests.Architecture;

/// <summary>
/// Which folder may know which, judged on the compiled types: a namespace is a folder (IDE0130). A folder inside another is one of its
/// own, and so is a project's root.
/// </summary>
public sealed class OneWayStreets
{
    private static readonly string[] Modules = ["Shop.ProductApi", "Shop.OrderApi", "Shop.PaymentApi", "Shop.Web"];

    private static readonly string[] Judged = [.. Directory.GetFiles(AppContext.BaseDirectory, "Shop.*.dll").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Shop = new(() => new ArchLoader().LoadAssemblies([.. Judged.Select(Assembly.Load)]).Build());

    [Fact]
    public void Every_project_is_judged()
    {
        var projects = RepositoryRoot.Find().EnumerateDirectories("Shop.*").SelectMany(folder => folder.EnumerateFiles("*.csproj"))
            .Select(file => Path.GetFileNameWithoutExtension(file.Name)).Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal));

        Assert.Empty(projects.Except(Judged));
    }

    [Fact]
    public void Folders_form_no_circle() => Slices().Matching("Shop.(**)").Should().BeFreeOfCycles().Check(Shop.Value);

    [Fact]
    public void Modules_do_not_know_each_other() => Assert.All(Modules, module =>
        Types().That().ResideInAssembly(Assembly.Load(module)).Should()
            .NotDependOnAny(Types().That().ResideInAssemblyMatching($"^({string.Join('|', Modules.Where(other => other != module))}),"))
            .Check(Shop.Value));

    [Theory]
    [InlineData("Shop.ProductApi", "Products")]
    [InlineData("Shop.OrderApi", "Orders")]
    [InlineData("Shop.OrderApi", "Subscriptions")]
    [InlineData("Shop.PaymentApi", "Ledger")]
    public void A_noun_knows_no_other_folder(string module, string noun) =>
        Types().That().ResideInNamespace($"{module}.{noun}").Should()
            .NotDependOnAny(Types().That().ResideInAssembly(Assembly.Load(module)).And().DoNotResideInNamespace($"{module}.{noun}"))
            .Check(Shop.Value);
}
