using System.Net.Http.Headers;
using Shop.Web.Accounts;

namespace Shop.Web.Clients;

/// <summary>Has each call say who looks at the page: the services decide what that person may see.</summary>
internal sealed class PersonHandler(IHttpContextAccessor page, PersonalTokens tokens) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (tokens.TokenFor(page.HttpContext?.User) is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }
}
