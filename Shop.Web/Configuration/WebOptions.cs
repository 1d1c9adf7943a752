namespace Shop.Web.Configuration;

/// <summary>Settings of the pages: the configuration section <c>Web</c>.</summary>
public sealed class WebOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Web";

    /// <summary>Where the Aspire dashboard is, for links to traces; none where it is not said.</summary>
    public Uri? DashboardUrl { get; set; }

    /// <summary>How often an address may try to sign in, in a minute.</summary>
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Whether there are accounts with a known password and <c>POST /token</c>; in Development where nothing is said.</summary>
    public bool? DemoAccounts { get; set; }

    /// <summary>How long a cart is kept that nobody has changed.</summary>
    public TimeSpan CartLifetime { get; set; } = TimeSpan.FromDays(30);
}
