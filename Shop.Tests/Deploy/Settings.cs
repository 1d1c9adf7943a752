using System.Text.RegularExpressions;
using Npgsql;

namespace Shop.Tests.Deploy;

/// <summary>What the settings of a deployment stand for.</summary>
internal static partial class Settings
{
    /// <summary>What only a deployment needs: names that are answered to, where telemetry goes, and where people look at it.</summary>
    private static readonly string[] OfDeployments =
        ["AllowedHosts", "OTEL_SERVICE_NAME", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "Web__DashboardUrl"];

    /// <summary>The settings that the model has as well, in its words.</summary>
    /// <param name="environment">What the service gets; a secret as <c>secret:NAME</c>.</param>
    public static Dictionary<string, string> Of(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var all = environment.ToDictionary(setting => setting.Key, setting => Meaning(setting.Value));
        // The password by itself is there for the connection string only.
        var passwords = all.Values.Where(value => value.StartsWith(DeployedService.InDatabase(""), StringComparison.Ordinal))
            .Select(value => PasswordOf(value[DeployedService.InDatabase("").Length..]));
        return all.Where(setting => !OfDeployments.Contains(setting.Key) && !passwords.Contains(setting.Key)).ToDictionary();
    }

    /// <summary>Where the password of a database's owner stands.</summary>
    /// <param name="database">The database.</param>
    public static string PasswordOf(string database) => $"{database.ToUpperInvariant()}_PASSWORD";

    private static string Meaning(string value)
    {
        if (value.StartsWith("Host=", StringComparison.Ordinal))
        {
            var login = new NpgsqlConnectionStringBuilder(value);
            Assert.Equal(("postgres", 5432, login.Database), (login.Host, login.Port, login.Username));
            Assert.Equal(PasswordOf(login.Database!), Reference().Match(login.Password!).Groups["name"].Value);
            return DeployedService.InDatabase(login.Database!);
        }

        if (Reference().Match(value) is { Success: true } secret) return $"secret:{secret.Groups["name"].Value}";
        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.Port == DeployedService.Port && url.AbsolutePath == "/"
            ? DeployedService.At(url.Host)
            : value;
    }

    // $(NAME) in Kubernetes, ${NAME} in Compose.
    [GeneratedRegex(@"^\$[({](?<name>[A-Z_]+)[)}]$")]
    private static partial Regex Reference();
}
