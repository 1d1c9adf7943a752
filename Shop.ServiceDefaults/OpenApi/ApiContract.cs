using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Shop.ServiceDefaults.OpenApi;

/// <summary>What an endpoint's types do not say of its contract, for the OpenAPI document.</summary>
public static class ApiContract
{
    /// <summary>Names a header without which the request is refused.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="name">The header.</param>
    /// <param name="description">What it is for.</param>
    public static TBuilder RequiresHeader<TBuilder>(this TBuilder builder, string name, string description)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestHeader(name, true, description));

    /// <summary>Names a header that the request may have.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="name">The header.</param>
    /// <param name="description">What it is for.</param>
    public static TBuilder AcceptsHeader<TBuilder>(this TBuilder builder, string name, string description)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestHeader(name, false, description));

    /// <summary>Names a header of answers.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="name">The header.</param>
    /// <param name="description">What it says.</param>
    /// <param name="statuses">Status codes of the answers that have it.</param>
    public static TBuilder AnswersHeader<TBuilder>(this TBuilder builder, string name, string description, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ResponseHeader(name, description, statuses));

    /// <summary>Names the <c>Link</c> header of a list that has further pages.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="statuses">Status codes of the answers that have it.</param>
    public static TBuilder AnswersNextPage<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AnswersHeader("Link", "Where the next page is, rel=\"next\" (RFC 8288); absent on the last.", statuses);

    /// <summary>Names the headers of 202, of what was accepted and is not done yet.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="location">What is at the address that the answer names.</param>
    public static TBuilder AnswersWaiting<TBuilder>(this TBuilder builder, string location)
        where TBuilder : IEndpointConventionBuilder => builder
            .AnswersHeader("Location", location, StatusCodes.Status202Accepted)
            .AnswersHeader("Retry-After", "Seconds after which it makes sense to look.", StatusCodes.Status202Accepted);

    /// <summary>Names the values that a text in path or query may have.</summary>
    /// <typeparam name="TBuilder">The kind of endpoint.</typeparam>
    /// <param name="builder">The endpoint.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="values">The values.</param>
    public static TBuilder WithValues<TBuilder>(this TBuilder builder, string parameter, params string[] values)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ParameterValues(parameter, values));

    /// <summary>A header of a request.</summary>
    internal sealed record RequestHeader(string Name, bool Required, string Description);

    /// <summary>A header of answers.</summary>
    internal sealed record ResponseHeader(string Name, string Description, IReadOnlyList<int> Statuses);

    /// <summary>What a parameter may be.</summary>
    internal sealed record ParameterValues(string Parameter, IReadOnlyList<string> Values);
}
