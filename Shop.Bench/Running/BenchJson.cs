using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shop.Bench.Running;

[JsonSerializable(typeof(JsonDocument))]
internal sealed partial class BenchJson : JsonSerializerContext;
