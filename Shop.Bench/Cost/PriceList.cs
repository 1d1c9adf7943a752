using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Bench.Cost;

/// <summary>The prices and the assumptions of the cost model: the content of <c>Cost/prices.json</c>, made to be edited.</summary>
/// <param name="Currency">The currency of every price.</param>
/// <param name="Containers">Platforms that bill CPU and memory by the second.</param>
/// <param name="Functions">Platforms that bill by the request.</param>
/// <param name="Sizing">How containers are sized.</param>
/// <param name="Business">What an order is worth.</param>
internal sealed record PriceList(
    string Currency,
    IReadOnlyList<ContainerPrice> Containers,
    IReadOnlyList<FunctionPrice> Functions,
    ContainerSizing Sizing,
    BusinessAssumptions Business)
{
    /// <summary>Reads a price list.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="JsonException">It is not a price list, or a part of it is missing.</exception>
    public static PriceList Read(string path)
    {
        using var stream = File.OpenRead(path);
        return JsonSerializer.Deserialize(stream, PriceListJson.Default.PriceList)
            ?? throw new JsonException($"{path} holds no price list.");
    }
}

/// <summary>A platform that bills CPU and memory by the second.</summary>
/// <param name="Name">The platform.</param>
/// <param name="PerVcpuSecond">Price of one virtual CPU for one second.</param>
/// <param name="PerGibSecond">Price of one GiB of memory for one second.</param>
/// <param name="Source">Where the price comes from.</param>
/// <param name="Date">The day for which it was read there.</param>
internal sealed record ContainerPrice(string Name, decimal PerVcpuSecond, decimal PerGibSecond, string Source, DateOnly Date);

/// <summary>A platform that bills by the request.</summary>
/// <param name="Name">The platform.</param>
/// <param name="List">What its provider asks.</param>
/// <param name="Article">What the article says it asks, where it says anything.</param>
internal sealed record FunctionPrice(string Name, ListPrice List, ArticlePrice? Article = null);

/// <summary>What the article says that a platform asks.</summary>
/// <param name="PerRequest">Price of one request.</param>
/// <param name="FreeRequestsPerMonth">Requests a month that cost nothing.</param>
/// <param name="Source">Where it is said.</param>
/// <param name="Date">The day for which it was read there.</param>
internal sealed record ArticlePrice(decimal PerRequest, long FreeRequestsPerMonth, string Source, DateOnly Date);

/// <summary>What the provider of a platform asks for requests, and how it counts.</summary>
/// <param name="PerRequest">Price of one request.</param>
/// <param name="FreeRequestsPerMonth">Requests a month that cost nothing.</param>
/// <param name="PerVcpuSecond">Price of one virtual CPU for one second; 0 where CPU comes with memory.</param>
/// <param name="FreeVcpuSecondsPerMonth">Of these, how many a month cost nothing.</param>
/// <param name="PerGibSecond">Price of one GiB of memory for one second.</param>
/// <param name="FreeGibSecondsPerMonth">Of these, how many a month cost nothing.</param>
/// <param name="MemoryStepGib">The step in which memory is counted, and its least amount.</param>
/// <param name="GibPerVcpu">Memory with which a whole virtual CPU comes; null where an instance has one whatever its memory.</param>
/// <param name="BilledStepSeconds">The step in which time is counted.</param>
/// <param name="MinBilledSeconds">The least time that a request is billed for.</param>
/// <param name="Concurrency">Requests that an instance takes at a time: those under way together share its time.</param>
/// <param name="Source">Where the price comes from.</param>
/// <param name="Date">The day for which it was read there.</param>
internal sealed record ListPrice(
    decimal PerRequest, long FreeRequestsPerMonth, decimal PerVcpuSecond, long FreeVcpuSecondsPerMonth, decimal PerGibSecond, long FreeGibSecondsPerMonth,
    decimal MemoryStepGib, decimal? GibPerVcpu, decimal BilledStepSeconds, decimal MinBilledSeconds, int Concurrency, string Source, DateOnly Date);

/// <summary>How containers are sized.</summary>
/// <param name="TargetUtilisation">The share of its CPU that an instance may use on average, 0 to 1; the rest is for peaks.</param>
/// <param name="MaxVcpuPerInstance">The largest instance, in virtual CPUs; beyond that there are more instances.</param>
/// <param name="VcpuStep">The step in which CPU is sold, and its least amount.</param>
/// <param name="MemoryStepGib">The step in which memory is sold, and its least amount.</param>
internal sealed record ContainerSizing(
    decimal TargetUtilisation, decimal MaxVcpuPerInstance, decimal VcpuStep, decimal MemoryStepGib);

/// <summary>What the break-even needs to know about the business.</summary>
/// <param name="MarginPerOrder">What is lost with an order that cannot be placed.</param>
internal sealed record BusinessAssumptions(decimal MarginPerOrder);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, ReadCommentHandling = JsonCommentHandling.Skip, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class PriceListJson : JsonSerializerContext;
