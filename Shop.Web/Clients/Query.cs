namespace Shop.Web.Clients;

/// <summary>Addresses with what is asked for.</summary>
internal static class Query
{
    /// <summary>A path with those of the parameters that have a value.</summary>
    public static string Of(string path, params (string Name, string? Value)[] parameters)
    {
        var present = parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value))
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}").ToList();
        return present.Count == 0 ? path : $"{path}?{string.Join('&', present)}";
    }
}
