using Microsoft.EntityFrameworkCore;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>The module's tables: what the migrations are made from. Money itself moves through statements of its own.</summary>
internal sealed class PaymentContext(DbContextOptions<PaymentContext> options) : DbContext(options)
{
    /// <summary>The schema of everything that belongs to the module, whatever the database.</summary>
    public const string Schema = "payment";

    /// <summary>
    /// The schema of the built-in gateway, which stands for a provider outside: nothing of the module refers to it, and
    /// whoever checks the module finds there what was really charged.
    /// </summary>
    public const string GatewaySchema = "gateway";

    /// <summary>What orders asked to be paid.</summary>
    public DbSet<Payment> Payments => Set<Payment>();

    /// <summary>Every movement of money.</summary>
    public DbSet<LedgerEntry> Entries => Set<LedgerEntry>();

    /// <summary>What is or was to be given back.</summary>
    public DbSet<Refund> Refunds => Set<Refund>();

    /// <summary>The built-in gateway's own record.</summary>
    public DbSet<GatewayOperation> GatewayOperations => Set<GatewayOperation>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PaymentContext).Assembly);
    }
}
