using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Shop.Tests.Deploy;

/// <summary>
/// A registry with one image of one empty file, to build upon where the real base cannot be had. It answers the four requests that a pull
/// consists of (OCI Distribution Specification, "Pull").
/// </summary>
internal sealed class BaseRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string ConfigType = "application/vnd.docker.container.image.v1+json";
    private const string LayerType = "application/vnd.docker.image.rootfs.diff.tar.gzip";

    private readonly WebApplication _app;
    private readonly Dictionary<string, byte[]> _blobs = [];
    private readonly byte[] _manifest;

    private BaseRegistry(WebApplication app)
    {
        _app = app;
        var tar = Tar();
        using var compressed = new MemoryStream();
        using (var zip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write(tar);
        var config = Json(new
        {
            architecture = RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Env = (string[])["ASPNETCORE_HTTP_PORTS=80"] },
            rootfs = new { type = "layers", diff_ids = (string[])[Digest(tar)] },
        });
        _manifest = Json(new { schemaVersion = 2, mediaType = ManifestType, config = Keep(config, ConfigType), layers = (object[])[Keep(compressed.ToArray(), LayerType)] });
    }

    /// <summary>The image, as <c>ContainerBaseImage</c> takes it.</summary>
    public string Image => $"localhost:{new Uri(_app.Urls.Single()).Port}/base:1";

    public static async Task<BaseRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var registry = new BaseRegistry(builder.Build());
        registry._app.MapGet("/v2/", () => TypedResults.Ok());
        registry._app.MapGet("/v2/base/manifests/{reference}", registry.Manifest);
        registry._app.MapGet("/v2/base/blobs/{digest}", (string digest) => TypedResults.Bytes(registry._blobs[digest], "application/octet-stream"));
        await registry._app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private FileContentHttpResult Manifest(HttpResponse response)
    {
        response.Headers["Docker-Content-Digest"] = Digest(_manifest);
        return TypedResults.Bytes(_manifest, ManifestType);
    }

    private object Keep(byte[] blob, string mediaType)
    {
        _blobs[Digest(blob)] = blob;
        return new { mediaType, size = blob.Length, digest = Digest(blob) };
    }

    private static byte[] Tar()
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, leaveOpen: true)) tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/base"));
        return content.ToArray();
    }

    private static byte[] Json(object value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value));

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
