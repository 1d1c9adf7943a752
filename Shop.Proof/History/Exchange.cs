using System.Text.Json;

namespace Shop.Proof.History;

/// <summary>A request as its client sent it, and the answer as it came back.</summary>
/// <param name="Number">Its place among the requests, by the time at which they were sent.</param>
/// <param name="SentAt">When it was sent (UTC).</param>
/// <param name="AnsweredAt">When the whole answer was there; null where none came: whether anything was done is not known then.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, without the query.</param>
/// <param name="Key">The header <c>Idempotency-Key</c>.</param>
/// <param name="Body">What was sent.</param>
/// <param name="Status">The status code of the answer.</param>
/// <param name="Answer">What came back; null where that was not JSON.</param>
internal sealed record Exchange(
    int Number, DateTimeOffset SentAt, DateTimeOffset? AnsweredAt, string Method, string Path, string? Key, JsonElement? Body, int? Status, JsonElement? Answer)
{
    private const int LongestText = 300;

    /// <summary>The last segment of the problem type that came back, as <c>product-unavailable</c>; null where it was no problem.</summary>
    public string? Problem => Text("type") is { } type ? type[(type.LastIndexOf('/') + 1)..] : null;

    /// <summary>Whether the answer is that nothing was ordered, and nothing will be under this key.</summary>
    public bool SaysNothingWasOrdered => Problem == "product-unavailable";

    /// <summary>Whether the answer is that the key stands for another body.</summary>
    public bool SaysKeyIsReused => (Status, Problem) == (422, "idempotency-key-reused");

    /// <summary>The order that the address names, or whose payment it names; null where it names none.</summary>
    public Guid? Subject => Path.Split('/') is ["", "orders" or "payments", var id, ..] && Guid.TryParse(id, out var order) ? order : null;

    /// <summary>The last segment of the address: what is to be done, as <c>cancel</c>.</summary>
    public string Action => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The order that the answer is about.</summary>
    public Guid? OrderId => Text("id") is { } id && Guid.TryParse(id, out var order) || Text("orderId") is { } other && Guid.TryParse(other, out order) ? order : null;

    /// <summary>Whether an order was asked for.</summary>
    public bool PlacesOrder => Method == "POST" && Path == "/orders";

    /// <summary>A text of the answer.</summary>
    /// <param name="member">Its name.</param>
    public string? Text(string member) =>
        Answer is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    /// <summary>An amount in the answer.</summary>
    /// <param name="member">Its name.</param>
    public decimal? Amount(string member) =>
        Answer is { ValueKind: JsonValueKind.Object } answer && answer.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDecimal() : null;

    /// <summary>Who is to have the order, and what of it: pieces by product.</summary>
    public (string Customer, IReadOnlyDictionary<int, int> Quantities) Wanted() => Body is { } body
        ? (body.GetProperty("customerId").GetString()!,
            body.GetProperty("lines").EnumerateArray().ToDictionary(line => line.GetProperty("productId").GetInt32(), line => line.GetProperty("quantity").GetInt32()))
        : throw new InvalidOperationException($"Request {Number} has no order.");

    /// <summary>A line for people.</summary>
    public override string ToString()
    {
        var answer = AnsweredAt is { } at ? $"{at:HH:mm:ss.fff} {Status} {Answer}" : "no answer";
        return $"{Number,6}  {SentAt:HH:mm:ss.fff} {Method} {Path} {Body} → {(answer.Length > LongestText ? answer[..LongestText] : answer)}";
    }
}
