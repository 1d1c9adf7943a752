using Microsoft.AspNetCore.Identity;
using Shop.Database;
using Shop.Web.Accounts;
using Shop.Web.Data;

namespace Shop.Web;

/// <summary>Migrates the module's tables, and makes the roles and the accounts to try the shop with.</summary>
internal sealed class WebStartup(WebDatabase database, DemoAccounts demo, IServiceScopeFactory scopes, TimeProvider time, ILogger<WebStartup> logger)
    : DatabaseStartup(database.Source, WebContext.Schema, time, logger)
{
    protected override Task PrepareAsync(CancellationToken cancellationToken) => demo.SeedAsync(cancellationToken);

    /// <summary>The first to sign in would wait for all of Identity and EF Core to be loaded.</summary>
    protected override async Task WarmUpLaterAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>().FindByNameAsync(DemoAccounts.All[0].Name);
    }
}
