using System.Diagnostics;
using System.Text;

namespace Shop.Tests.Contract;

/// <summary>
/// Sends one service requests made from its own document, and collects the answers that the document does not allow. First each change
/// of each operation's request by itself, in a fixed order, so that the same is found every time; then several at once, by chance.
/// </summary>
/// <param name="document">What the service says of itself.</param>
/// <param name="client">The service.</param>
/// <param name="address">Its preferred address, for reproductions.</param>
/// <param name="seed">Where chance begins.</param>
internal sealed class Fuzzer(ApiDocument document, FuzzClient client, string address, int seed)
{
    private const int ValidRequestsFirst = 5;
    private const int MaxMutations = 3;
    private const int AcceptsOfErrors = 3;
    private const int MaxEvidenceLength = 300;

    private readonly Random _random = new(seed);
    private readonly Dictionary<(string Operation, string Kind), Violation> _found = [];

    /// <summary>What it knows of; things may be added before the first request.</summary>
    public FuzzState State { get; } = new();

    /// <summary>How many requests it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>How many of them were answered with success.</summary>
    public int Succeeded { get; private set; }

    /// <summary>Whether each change has been tried by itself.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Each kind of violation once for each operation, with the shortest request that shows it.</summary>
    public IReadOnlyCollection<Violation> Found => _found.Values;

    /// <summary>Sends all requests, and takes away what they have made.</summary>
    /// <param name="each">Whether to try each change by itself first.</param>
    /// <param name="more">How many requests by chance after that.</param>
    /// <param name="bound">When to stop at the latest.</param>
    public async Task RunAsync(bool each, int more, TimeSpan bound)
    {
        var valid = new ValidRequests(State, _random);
        await SendAllAsync(valid, each, more, bound);
        foreach (var resource in document.Operations.Select(operation => operation.Resource).Distinct()) await KeepAsync(valid, resource, 0);
    }

    private async Task SendAllAsync(ValidRequests valid, bool each, int more, TimeSpan bound)
    {
        var clock = Stopwatch.StartNew();
        ApiOperation[] operations = [.. document.Operations, Nothing()];
        // What makes something comes before what needs it: the things that paths and bodies name.
        var byDepth = operations.OrderBy(operation => operation.Method == "DELETE").ThenBy(operation => operation.Parameters.Count(it => it.In == "path")).ToArray();
        foreach (var operation in byDepth.SelectMany(operation => Enumerable.Repeat(operation, ValidRequestsFirst))) await SendAsync(valid.Make(operation));

        var changes = byDepth.ToDictionary(operation => operation, operation => Mutations.For(valid.Make(operation), parameter => valid.UnknownId(operation, parameter)));
        foreach (var operation in each ? byDepth : [])
        {
            foreach (var change in changes[operation].Concat(Mutations.OfAccept))
            {
                if (clock.Elapsed > bound) return;
                await RestockAsync(valid, operation);
                await SendAsync(Changed(valid.Make(operation), change));
                await KeepAsync(valid, operation.Resource, FuzzState.MaxKept);
            }

            // The same reason under each Accept: an error is a problem whatever a client would rather have.
            foreach (var change in changes[operation].GroupBy(change => change.Part).Select(group => group.First()))
            {
                foreach (var accept in Mutations.OfAccept.Take(AcceptsOfErrors)) await SendAsync(Changed(valid.Make(operation), change, accept));
            }
        }

        IsComplete = each;
        for (var i = 0; i < more && clock.Elapsed < bound; i++)
        {
            var operation = operations[_random.Next(operations.Length)];
            await RestockAsync(valid, operation);
            var all = changes[operation];
            var some = Enumerable.Range(0, _random.Next(MaxMutations + 1))
                .Select(_ => _random.Next(6) == 0 ? Mutations.OfAccept[_random.Next(Mutations.OfAccept.Count)] : all[_random.Next(all.Count)]);
            await SendAsync(Changed(valid.Make(operation), [.. some]));
            await KeepAsync(valid, operation.Resource, FuzzState.MaxKept);
        }
    }

    private static FuzzRequest Changed(FuzzRequest request, params Mutation[] changes)
    {
        // What replaces the body's text comes last: a tree that is not sent any more cannot be changed.
        foreach (var change in changes.OrderBy(change => change.Part is Touched.BodyText or Touched.DuplicateMember)) change.To(request);
        return request;
    }

    /// <summary>A path that no service has: unknown addresses are refused in the same words as everything else.</summary>
    private ApiOperation Nothing() => new(document, "GET", "/nothing-here", new System.Text.Json.Nodes.JsonObject(), System.Text.Json.Nodes.JsonNode.Parse(
        """{"responses":{"404":{"content":{"application/problem+json":{}}}}}""")!);

    /// <summary>Makes what an operation is about, where a DELETE has taken the last one.</summary>
    private async Task RestockAsync(ValidRequests valid, ApiOperation operation)
    {
        foreach (var owner in operation.Parameters.Where(it => it.In == "path").Take(1).Select(it => operation.OwnerOf(it.Name)).Append("products"))
        {
            if (State.All(owner).Count > 0) continue;
            if (document.Operations.FirstOrDefault(other => other.Path == $"/{owner}" && other.Method == "POST") is { } make) await SendAsync(valid.Make(make));
        }
    }

    /// <summary>Takes away what is more than enough: other tests have the catalogue and the list of subscriptions in common with this one.</summary>
    private async Task KeepAsync(ValidRequests valid, string resource, int count)
    {
        var delete = document.Operations.FirstOrDefault(it => it.Method == "DELETE" && it.Path.StartsWith($"/{resource}/{{", StringComparison.Ordinal));
        while (State.All(resource).Count > count)
        {
            var oldest = State.All(resource)[0];
            if (delete is not null)
            {
                var request = valid.Make(delete);
                request.PathValues[request.PathValues.Keys.Single()] = oldest[0];
                await SendAsync(request);
            }

            State.Forget(resource, oldest);
        }
    }

    private async Task SendAsync(FuzzRequest request)
    {
        var answer = await client.SendAsync(request);
        Sent++;
        if (answer.IsSuccess) Succeeded++;
        State.Learn(request, answer);
        foreach (var kind in AnswerCheck.Violations(request, answer))
        {
            var violation = new Violation(request.Operation.Name, kind, Evidence(request, answer), request.ToCurl(address));
            if (!_found.TryGetValue((violation.Operation, kind), out var known) || violation.Reproduction.Length < known.Reproduction.Length)
                _found[(violation.Operation, kind)] = violation;
        }
    }

    private static string Evidence(FuzzRequest request, FuzzAnswer answer)
    {
        var body = Encoding.UTF8.GetString(answer.Body);
        var changes = request.Changes.Count == 0 ? "a valid request" : string.Join("; ", request.Changes);
        return $"{changes} → {answer.Status} {answer.MediaType} {(body.Length > MaxEvidenceLength ? body[..MaxEvidenceLength] + "…" : body)}".Replace("\n", "\\n");
    }
}
