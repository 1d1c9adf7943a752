using Microsoft.AspNetCore.Components;

namespace Shop.Web.Components;

/// <summary>A page that is drawn once, when what it shows is there.</summary>
public abstract class LoadedPage : ComponentBase
{
    /// <summary>The request of the page.</summary>
    [CascadingParameter]
    protected HttpContext Http { get; set; } = null!;

    /// <inheritdoc/>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        await LoadAsync();
        await base.SetParametersAsync(ParameterView.Empty);
    }

    /// <summary>Gives the page a status of its own. The framework would leave a page undrawn that is missing, for another one to stand for it.</summary>
    /// <param name="status">The status.</param>
    protected void Answer(int status) => Http.Response.OnStarting(() =>
    {
        Http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync();
}
