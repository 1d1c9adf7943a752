using System.Text.Json;

namespace Aspire.Dashboard.Api;

/// <summary>An answer of the telemetry API: <c>{ "data": OTLP JSON, "totalCount": …, "returnedCount": … }</c>.</summary>
internal sealed class OtlpJsonResult(Action<Utf8JsonWriter> writeData, int totalCount, int returnedCount) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.Headers.CacheControl = "no-store";
        await using (var json = new Utf8JsonWriter(httpContext.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WritePropertyName("data");
            writeData(json);
            json.WriteNumber("totalCount", totalCount);
            json.WriteNumber("returnedCount", returnedCount);
            json.WriteEndObject();
        }
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
