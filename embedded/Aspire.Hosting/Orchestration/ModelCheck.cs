using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds what can never start, before anything is started.</summary>
internal static class ModelCheck
{
    public static async Task CheckAsync(DistributedApplicationModel model, IServiceProvider services, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        CheckParameters(model, errors);
        CheckWaits(model, errors);
        CheckReplicas(model, errors);
        CheckHealthChecks(model, services, errors);
        foreach (var resource in model.Resources)
        {
            try
            {
                if (SupervisorFactory.LauncherOf(resource) is { } launcher)
                    await launcher.ValidateAsync(services, resource, cancellationToken);
            }
            catch (DistributedApplicationException e)
            {
                errors.Add(e.Message);
            }
        }

        if (errors.Count > 0)
        {
            throw new DistributedApplicationException(
                $"The application cannot start:{string.Concat(errors.Distinct().Select(e => $"\n- {e}"))}");
        }
    }

    private static void CheckParameters(DistributedApplicationModel model, List<string> errors)
    {
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
        {
            try
            {
                _ = parameter.ResolvedValue;
            }
            catch (MissingParameterValueException e)
            {
                errors.Add(e.Message);
            }
        }
    }

    private static void CheckWaits(DistributedApplicationModel model, List<string> errors)
    {
        foreach (var resource in model.Resources)
        {
            foreach (var wait in Waits(resource).Where(w => !model.Resources.Contains(w)))
                errors.Add($"'{resource.Name}' waits for '{wait.Name}', which is not part of the application.");
        }

        var done = new HashSet<IResource>();
        foreach (var resource in model.Resources)
        {
            if (FindCycle(resource, [], done) is not { } cycle)
                continue;
            errors.Add($"Resources wait for each other, so none of them can start: {string.Join(" -> ", cycle.Select(r => r.Name))}.");
            return;
        }
    }

    private static void CheckReplicas(DistributedApplicationModel model, List<string> errors)
    {
        foreach (var resource in model.Resources.Where(r => r.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas > 1))
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
            {
                var fault = endpoint.TargetPort is not null ? "has a fixed target port, which only one process can listen on"
                    : !endpoint.IsProxied ? "is not proxied, so its replicas cannot share it"
                    : endpoint.UriScheme != "http" ? $"is '{endpoint.UriScheme}': only http endpoints are shared among replicas"
                    : null;
                if (fault is not null)
                    errors.Add($"'{resource.Name}' has several replicas, and its endpoint '{endpoint.Name}' {fault}.");
            }
        }
    }

    private static void CheckHealthChecks(DistributedApplicationModel model, IServiceProvider services, List<string> errors)
    {
        var registered = services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations
            .Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        errors.AddRange(
            from resource in model.Resources
            from check in resource.Annotations.OfType<HealthCheckAnnotation>()
            where !registered.Contains(check.Key)
            select $"'{resource.Name}' has the health check '{check.Key}', which is not registered with the AppHost's services.");
    }

    private static List<IResource>? FindCycle(IResource resource, List<IResource> path, HashSet<IResource> done)
    {
        var start = path.IndexOf(resource);
        if (start >= 0)
            return [.. path[start..], resource];
        if (done.Contains(resource))
            return null;
        path.Add(resource);
        var cycle = Waits(resource).Select(next => FindCycle(next, path, done)).FirstOrDefault(found => found is not null);
        path.RemoveAt(path.Count - 1);
        done.Add(resource);
        return cycle;
    }

    private static IEnumerable<IResource> Waits(IResource resource)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource);
        return resource is IResourceWithParent child ? waits.Append(child.Parent) : waits;
    }
}
