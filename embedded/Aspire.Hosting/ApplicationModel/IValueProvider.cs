namespace Aspire.Hosting.ApplicationModel;

/// <summary>Who asks for a value and in which operation.</summary>
public class ValueProviderContext
{
    /// <summary>The resource that the value is for.</summary>
    public IResource? Caller { get; init; }

    /// <summary>Run or publish.</summary>
    public DistributedApplicationExecutionContext? ExecutionContext { get; init; }
}

/// <summary>Something that has a value once the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The value; waits until it is known.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);

    /// <summary>The value as seen by the caller in the context.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) =>
        GetValueAsync(cancellationToken);
}

/// <summary>Something that a manifest refers to with an expression such as <c>{api.bindings.http.url}</c>.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The expression, with its braces.</summary>
    string ValueExpression { get; }
}

/// <summary>A value when the application runs, an expression when it is published.</summary>
public interface IExpressionValue : IValueProvider, IManifestExpressionProvider;

/// <summary>A value made of others.</summary>
public interface IValueWithReferences
{
    /// <summary>The values and resources that it is made of.</summary>
    IEnumerable<object> References { get; }
}
