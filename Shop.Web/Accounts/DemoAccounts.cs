using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Shop.ServiceDefaults.Access;
using Shop.Web.Configuration;

namespace Shop.Web.Accounts;

/// <summary>Accounts to try the shop with, whose password everybody knows: under development only.</summary>
internal sealed class DemoAccounts(IHostEnvironment environment, IOptions<WebOptions> options)
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "shop";

    /// <summary>Who they are, and what.</summary>
    public static IReadOnlyList<(string Name, string Role)> All { get; } =
        [("ada", ShopRoles.Customer), ("bob", ShopRoles.Customer), ("staff", ShopRoles.Staff)];

    /// <summary>Whether there are any.</summary>
    public bool Exist => options.Value.DemoAccounts ?? environment.IsDevelopment();

    /// <summary>Makes them, and the roles, where they are missing.</summary>
    public async Task SeedAsync(UserManager<IdentityUser> users, RoleManager<IdentityRole> roles)
    {
        foreach (var role in (string[])[ShopRoles.Customer, ShopRoles.Staff])
        {
            if (!await roles.RoleExistsAsync(role)) Check(await roles.CreateAsync(new(role)));
        }

        if (!Exist) return;
        foreach (var (name, role) in All)
        {
            if (await users.FindByNameAsync(name) is not null) continue;
            var user = new IdentityUser(name);
            // Set as a hash: the rules for passwords are for people who choose one.
            user.PasswordHash = users.PasswordHasher.HashPassword(user, Password);
            Check(await users.CreateAsync(user));
            Check(await users.AddToRoleAsync(user, role));
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }
}
