using System.Globalization;

namespace Shop.Hosting.Processes;

/// <summary>How many processes of each service there are: the setting <c>Shop:Replicas</c>.</summary>
public static class ReplicaCount
{
    private const string Setting = "Shop:Replicas";
    private const int Most = 10;

    /// <summary>Reads the setting: one process, where it is not set.</summary>
    /// <param name="builder">The application under construction.</param>
    /// <exception cref="DistributedApplicationException">It is no number, or one that a machine is not meant for.</exception>
    public static int Replicas(this IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Configuration[Setting] switch
        {
            null or "" => 1,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most => count,
            var unknown => throw new DistributedApplicationException($"{Setting} is a number from 1 to {Most}, not '{unknown}'."),
        };
    }
}
