using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Puts an endpoint into an environment, as service discovery reads it.</summary>
internal static class ServiceReference
{
    /// <summary>
    /// Callers inside the application get the processes themselves, one entry for each replica, and choose among them; there is
    /// no proxy between. The readable variable carries the public address.
    /// </summary>
    /// <param name="context">The environment of the caller.</param>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">What the caller calls the service, written as it is; by default the resource's name, in capitals where that is custom.</param>
    public static void Add(EnvironmentCallbackContext context, EndpointReference endpoint, string? name = null)
    {
        var variables = context.EnvironmentVariables;
        var annotation = endpoint.EndpointAnnotation;
        var serviceName = name ?? endpoint.Resource.Name;
        var variable = ResourceNames.ToVariableName(name ?? serviceName.ToUpperInvariant());
        variables[$"{variable}_{ResourceNames.ToVariableName(endpoint.EndpointName).ToUpperInvariant()}"] = endpoint;

        // Named after http and https an endpoint is found by its scheme, otherwise by its name.
        var kind = endpoint.EndpointName is "http" or "https" ? endpoint.Scheme : endpoint.EndpointName;
        var ports = context.ExecutionContext.IsRunMode ? annotation.InstancePorts : [];
        if (ports.Count < 2)
        {
            variables[FreeKey(variables, serviceName, kind)] = endpoint;
            return;
        }

        foreach (var port in ports)
            variables[FreeKey(variables, serviceName, kind)] = $"{annotation.UriScheme}://{annotation.TargetHost}:{port}";
    }

    private static string FreeKey(Dictionary<string, object> variables, string serviceName, string kind)
    {
        var index = 0;
        while (variables.ContainsKey(Key(index)))
            index++;
        return Key(index);

        string Key(int i) => $"services__{serviceName}__{kind}__{i}";
    }
}
