using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Hosting.Processes.Faults;

/// <summary>What breaks a part of the running shop on purpose: a command of its resource, in the dashboard and for <c>aspire resource</c>.</summary>
public static class Fault
{
    /// <summary>How long a fault lasts that is over by itself.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>Adds a command that breaks a resource while it is running. Nobody who publishes the shop, or runs it in earnest, gets it.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="displayName">What the dashboard's menu says.</param>
    /// <param name="breakAsync">Breaks it; an exception's message is shown as the reason why not.</param>
    /// <param name="options">What else there is to say of it.</param>
    public static IResourceBuilder<T> WithFault<T>(
        this IResourceBuilder<T> builder, string name, string displayName, Func<ExecuteCommandContext, Task<ExecuteCommandResult>> breakAsync, CommandOptions options)
        where T : IResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (!builder.ApplicationBuilder.MayBeBroken()) return builder;
        options.UpdateState = context => context.ResourceSnapshot.State?.Text == KnownResourceStates.Running ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
        return builder.WithCommand(name, displayName, breakAsync, options);
    }

    /// <summary>Whether parts of an application are broken on purpose: while it is developed.</summary>
    /// <param name="builder">The application under construction.</param>
    public static bool MayBeBroken(this IDistributedApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ExecutionContext.IsRunMode && builder.Environment.IsDevelopment();
    }

    /// <summary>Lets a fault last, unless its command is cancelled or the AppHost stops.</summary>
    /// <param name="context">The command's.</param>
    /// <exception cref="OperationCanceledException">It is over before its time.</exception>
    public static async Task LastAsync(ExecuteCommandContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var stopping = context.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        await Task.Delay(Duration, over.Token);
    }
}
