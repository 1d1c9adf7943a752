namespace Shop.Web.Accounts;

/// <summary>Who may see a page, by the cookie of whoever has signed in. What they may do there is decided by the services once more.</summary>
internal static class PagePolicies
{
    /// <summary>Everybody; whoever has signed in is known there, which at an endpoint that says nothing but "anonymous" nobody is.</summary>
    public const string Anyone = "page-anyone";

    /// <summary>Whoever has signed in.</summary>
    public const string Customer = "page-customer";

    /// <summary>Who runs the shop.</summary>
    public const string Staff = "page-staff";
}
