using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Shop.ServiceDefaults.Access;

namespace Shop.ServiceDefaults.Problems;

/// <summary>What a problem's <c>type</c> says.</summary>
/// <param name="Type">The type, as problems have it.</param>
/// <param name="Status">The HTTP status code that it comes with.</param>
/// <param name="Means">What has happened.</param>
/// <param name="ClientDoes">What a client does about it.</param>
/// <param name="SentBy">The operations that answer it; absent where every one may.</param>
public sealed record ProblemType(string Type, int Status, string Means, string ClientDoes, string? SentBy);

/// <summary>
/// <c>/problems</c>: the types of problems, each at the address that it names. They are read from <c>docs/problems.md</c>, which is part of
/// the program, so that document and service cannot differ. Every service knows all of them: orders pass on what the others say.
/// </summary>
public static partial class ProblemReference
{
    private const string Document = "problems.md";

    private static readonly Lazy<IReadOnlyList<ProblemType>> Types = new(Read);

    /// <summary>All types, as the document lists them.</summary>
    public static IReadOnlyList<ProblemType> All => Types.Value;

    internal static void MapProblemReference(this IEndpointRouteBuilder app)
    {
        var problems = app.MapGroup("/problems").WithTags("Problems").ForAnyone();
        problems.MapGet("", () => TypedResults.Json(All, ProblemReferenceJson.Default.IReadOnlyListProblemType))
            .WithSummary("Lists the types that problems have.")
            .Produces<ProblemType[]>();
        problems.MapGet("/{name}", Find)
            .WithSummary("Shows what a type of problem means, and what a client does about it.")
            .Produces<ProblemType>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<JsonHttpResult<ProblemType>, ProblemHttpResult> Find(string name) =>
        All.FirstOrDefault(type => type.Type == $"/problems/{name}") is { } found
            ? TypedResults.Json(found, ProblemReferenceJson.Default.ProblemType)
            : Problem.NotFound($"There is no problem of type {name}.");

    /// <summary>The rows of all tables: type, status, in some of them who sends it, meaning, what to do.</summary>
    private static ProblemType[] Read()
    {
        using var stream = typeof(ProblemReference).Assembly.GetManifestResourceStream(Document)!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `/problems/", StringComparison.Ordinal))
                .Select(line => line.Trim().Trim('|').Split(" | ").Select(cell => Code().Replace(cell.Trim(), "$1")).ToArray())
                .Select(cells => new ProblemType(
                    cells[0], int.Parse(cells[1].AsSpan(0, 3), CultureInfo.InvariantCulture), cells[^2], cells[^1], cells.Length > 4 ? cells[2] : null)),
        ];
    }

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ProblemType>))]
internal sealed partial class ProblemReferenceJson : JsonSerializerContext;
