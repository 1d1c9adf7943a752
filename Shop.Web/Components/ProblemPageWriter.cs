using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Problems;

namespace Shop.Web.Components;

/// <summary>
/// Says to a person on a page what a program would be told in JSON: that they were too quick, that a form is too old, that there is nothing at
/// an address. It has to be asked before the writer for programs, which writes whatever is asked of it.
/// </summary>
internal sealed class ProblemPageWriter(IOptions<ProblemDetailsOptions> problems) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => context.HttpContext.Request is var request && request.HasPageAddress() && request.AcceptsPages();

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        problems.Value.CustomizeProblemDetails?.Invoke(context);
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        // Where there is no endpoint nobody has asked yet who it is; the page's head says it.
        if (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Principal: { } person }) http.User = person;
        var page = new RazorComponentResult<Refused>(new { problem.Title, problem.Detail }) { StatusCode = problem.Status ?? http.Response.StatusCode };
        await page.ExecuteAsync(http);
    }
}
