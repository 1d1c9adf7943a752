using System.Text.Json;
using System.Text.Json.Serialization;
using Shop.Bench.Results;

namespace Shop.Bench.Reporting;

/// <summary>Reads and writes <c>report.json</c>.</summary>
internal static class ReportJson
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    public static string Write(BenchReport report) => JsonSerializer.Serialize(report, ReportJsonContext.Default.BenchReport);

    /// <summary>Reads a report.</summary>
    /// <param name="json">What <see cref="Write"/> wrote.</param>
    /// <exception cref="JsonException">It is not a report.</exception>
    public static BenchReport Read(string json) =>
        JsonSerializer.Deserialize(json, ReportJsonContext.Default.BenchReport) ?? throw new JsonException("The report is empty.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
