using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Shop.Web.Components;

/// <summary>A sentence for the page that a form leads to: shown once.</summary>
internal sealed class Flash(IDataProtectionProvider protection)
{
    private const string Cookie = "shop-said";
    private const int MaxLength = 500;

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector(nameof(Flash));

    /// <summary>Says something on the next page.</summary>
    /// <param name="http">The request of the form.</param>
    /// <param name="sentence">What to say.</param>
    public void Say(HttpContext http, string sentence) => http.Response.Cookies.Append(
        Cookie, _protector.Protect(sentence.Length > MaxLength ? sentence[..MaxLength] : sentence),
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = Age, Secure = http.Request.IsHttps });

    /// <summary>What was to be said on this page, or null.</summary>
    /// <param name="http">The request of the page.</param>
    public string? Read(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } said) return null;
        if (!http.Response.HasStarted) http.Response.Cookies.Delete(Cookie);
        try
        {
            return _protector.Unprotect(said);
        }
        catch (CryptographicException)
        {
            // Somebody else's words, or an old key's.
            return null;
        }
    }
}
