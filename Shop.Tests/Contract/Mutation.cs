namespace Shop.Tests.Contract;

/// <summary>A way to spoil a request, or to make it odd.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Part">Which part it changes.</param>
/// <param name="Apply">Changes the request.</param>
internal sealed record Mutation(string Name, Touched Part, Action<FuzzRequest> Apply)
{
    public void To(FuzzRequest request)
    {
        Apply(request);
        request.Touched |= Part;
        request.Changes.Add(Name);
    }
}
