using Google.Protobuf.WellKnownTypes;

namespace Aspire.Dashboard.ResourceService;

/// <summary>Protocol values as text for people.</summary>
internal static class PropertyText
{
    /// <summary>A list is joined with spaces, as a command line is; null and missing are empty.</summary>
    internal static string Of(Value? value) => value?.KindCase switch
    {
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture),
        Value.KindOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        Value.KindOneofCase.ListValue => string.Join(' ', value.ListValue.Values.Select(Of)),
        Value.KindOneofCase.StructValue => string.Join(", ", value.StructValue.Fields.Select(f => $"{f.Key}={Of(f.Value)}")),
        _ => "",
    };
}
