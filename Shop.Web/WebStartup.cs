using Microsoft.AspNetCore.Identity;
using Shop.Database;
using Shop.Web.Accounts;
using Shop.Web.Data;

namespace Shop.Web;

/// <summary>Migrates the module's tables, and makes the roles and the accounts to try the shop with.</summary>
internal sealed class WebStartup(WebDatabase database, DemoAccounts demo, IServiceScopeFactory scopes, TimeProvider time, ILogger<WebStartup> logger)
    : DatabaseStartup(database.Source, WebContext.Schema, time, logger)
{
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await demo.SeedAsync(
            scope.ServiceProvider.GetRequiredService<UserManager<IdentityUser>>(), scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole>>());
    }
}
