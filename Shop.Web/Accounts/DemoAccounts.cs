using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Access;
using Shop.Web.Configuration;
using Shop.Web.Data;

namespace Shop.Web.Accounts;

/// <summary>The roles, and accounts to try the shop with, whose password everybody knows: those under development only.</summary>
internal sealed class DemoAccounts(WebDatabase database, IHostEnvironment environment, IOptions<WebOptions> options)
{
    /// <summary>The password of all of them.</summary>
    public const string Password = "shop";

    /// <summary>Who they are, and what.</summary>
    public static IReadOnlyList<(string Name, string Role)> All { get; } =
        [("ada", ShopRoles.Customer), ("bob", ShopRoles.Customer), ("staff", ShopRoles.Staff)];

    /// <summary>Whether there are any.</summary>
    public bool Exist => options.Value.DemoAccounts ?? environment.IsDevelopment();

    /// <summary>
    /// Makes what is missing; whoever has taken one of the names before keeps it, and gets no role by it. In two statements and not by Identity, whose
    /// first use takes longer than all else that a start does.
    /// </summary>
    public async Task SeedAsync(CancellationToken cancellationToken)
    {
        await using var batch = database.Source.CreateBatch();
        batch.BatchCommands.Add(new(
            "INSERT INTO web.roles (id, name, normalized_name) SELECT name, name, upper(name) FROM unnest($1) AS name ON CONFLICT (normalized_name) DO NOTHING")
        {
            Parameters = { Texts([ShopRoles.Customer, ShopRoles.Staff]) },
        });
        if (Exist)
        {
            batch.BatchCommands.Add(new("""
                WITH made AS (
                    INSERT INTO web.users (
                        id, user_name, normalized_user_name, password_hash, security_stamp, email_confirmed, phone_number_confirmed, two_factor_enabled,
                        lockout_enabled, access_failed_count)
                    SELECT gen_random_uuid(), name, upper(name), $3, gen_random_uuid(), false, false, false, true, 0 FROM unnest($1) AS name
                    ON CONFLICT (normalized_user_name) DO NOTHING
                    RETURNING id, user_name
                )
                INSERT INTO web.user_roles (user_id, role_id)
                SELECT made.id, role.id FROM made JOIN unnest($1, $2) AS demo(name, role) ON demo.name = made.user_name JOIN web.roles AS role ON role.name = demo.role
                """)
            {
                // Set as a hash: the rules for passwords are for people who choose one.
                Parameters =
                {
                    Texts([.. All.Select(account => account.Name)]), Texts([.. All.Select(account => account.Role)]),
                    new NpgsqlParameter<string> { TypedValue = new PasswordHasher<IdentityUser>().HashPassword(new(), Password) },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlParameter<string[]> Texts(string[] values) => new() { TypedValue = values };
}
