using Microsoft.EntityFrameworkCore;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>
/// The module's tables: what the migrations are made from, and how staff's edits are written. The checkout and the catalogue's
/// lists go to the same tables with statements of their own.
/// </summary>
internal sealed class ProductContext(DbContextOptions<ProductContext> options) : DbContext(options)
{
    /// <summary>The schema of everything that belongs to the module, whatever the database.</summary>
    public const string Schema = "product";

    /// <summary>All products, also retired ones.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Changes of stock other than sales.</summary>
    public DbSet<StockAdjustment> Adjustments => Set<StockAdjustment>();

    /// <summary>What orders hold or held.</summary>
    public DbSet<Reservation> Reservations => Set<Reservation>();

    /// <summary>What was sold of each product.</summary>
    public DbSet<ProductSales> Sales => Set<ProductSales>();

    /// <summary>Events of orders that have had their effect.</summary>
    public DbSet<ReceivedEvent> Inbox => Set<ReceivedEvent>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ProductContext).Assembly);
    }
}
