using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using Microsoft.Net.Http.Headers;

namespace Aspire.Dashboard.Otlp.Http;

/// <summary>
/// OTLP over HTTP: <c>POST /v1/{traces,metrics,logs}</c>, in protobuf or JSON, plain or gzipped. Errors carry a
/// <c>google.rpc.Status</c> in the encoding of the request.
/// Protocol: https://opentelemetry.io/docs/specs/otlp/#otlphttp.
/// </summary>
internal static class OtlpHttpEndpoints
{
    private const string Protobuf = "application/x-protobuf";
    private const string Json = "application/json";

    internal static RouteGroupBuilder MapOtlpHttp(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v1");
        Map(group, "/traces", OtlpSignal.Traces);
        Map(group, "/metrics", OtlpSignal.Metrics);
        Map(group, "/logs", OtlpSignal.Logs);
        return group;
    }

    /// <summary>Answers with an error in the way the sender can read.</summary>
    internal static Task WriteErrorAsync(HttpContext context, int statusCode, string message) =>
        WriteStatusAsync(context, statusCode, IsJson(context.Request) == true, message);

    private static void Map(RouteGroupBuilder group, string path, OtlpSignal signal) =>
        group.MapPost(path, (HttpContext context, OtlpIngest ingest) => ExportAsync(context, ingest, signal));

    private static async Task ExportAsync(HttpContext context, OtlpIngest ingest, OtlpSignal signal)
    {
        if (IsJson(context.Request) is not { } isJson)
        {
            await WriteStatusAsync(context, StatusCodes.Status415UnsupportedMediaType, false, $"Content-Type must be {Protobuf} or {Json}.");
            return;
        }
        try
        {
            using var body = await OtlpBody.ReadAsync(context.Request, context.RequestAborted);
            var result = ingest.Ingest(signal, isJson ? OtlpJson.ToProtobuf(signal, body.Bytes) : body.Bytes);
            await WriteResponseAsync(context, isJson, result.ToResponse());
        }
        catch (OtlpHttpException e)
        {
            await WriteStatusAsync(context, e.StatusCode, isJson, e.Message);
        }
        catch (OtlpFormatException e)
        {
            await WriteStatusAsync(context, StatusCodes.Status400BadRequest, isJson, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            await WriteStatusAsync(context, e.StatusCode, isJson, e.Message);
        }
    }

    private static Task WriteResponseAsync(HttpContext context, bool isJson, IMessage response)
    {
        context.Response.ContentType = isJson ? Json : Protobuf;
        return isJson
            ? context.Response.WriteAsync(JsonFormatter.Default.Format(response), context.RequestAborted)
            : context.Response.Body.WriteAsync(response.ToByteArray(), context.RequestAborted).AsTask();
    }

    private static async Task WriteStatusAsync(HttpContext context, int statusCode, bool isJson, string message)
    {
        // The codes of google.rpc.Code that stand for the same as the HTTP status.
        var code = statusCode switch
        {
            StatusCodes.Status401Unauthorized => 16,
            StatusCodes.Status413PayloadTooLarge or StatusCodes.Status429TooManyRequests => 8,
            _ => 3,
        };
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = isJson ? Json : Protobuf;
        await context.Response.Body.WriteAsync(isJson ? JsonStatus(code, message) : ProtobufStatus(code, message), context.RequestAborted);
    }

    private static byte[] JsonStatus(int code, string message)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code", code);
            writer.WriteString("message", message);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary><c>google.rpc.Status</c>: code is field 1, message is field 2.</summary>
    private static byte[] ProtobufStatus(int code, string message)
    {
        using var stream = new MemoryStream();
        using (var writer = new CodedOutputStream(stream, leaveOpen: true))
        {
            writer.WriteTag(1, WireFormat.WireType.Varint);
            writer.WriteInt32(code);
            writer.WriteTag(2, WireFormat.WireType.LengthDelimited);
            writer.WriteString(message);
        }
        return stream.ToArray();
    }

    private static bool? IsJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return null;
        return type.MediaType.Equals(Protobuf, StringComparison.OrdinalIgnoreCase) ? false
            : type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) ? true
            : null;
    }
}
