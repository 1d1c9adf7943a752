using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>Finds what can never start, before anything is started.</summary>
internal static class ModelCheck
{
    public static async Task CheckAsync(DistributedApplicationModel model, IServiceProvider services, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        CheckParameters(model, errors);
        CheckWaits(model, errors);
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
