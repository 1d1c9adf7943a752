using Microsoft.EntityFrameworkCore;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>
/// How staff's edits of products are written. The checkout and the catalogue's lists go to the module's tables, which
/// <c>Migrations/</c> makes, with statements of their own.
/// </summary>
internal sealed class ProductContext(DbContextOptions<ProductContext> options) : DbContext(options)
{
    /// <summary>The schema of everything that belongs to the module, whatever the database.</summary>
    public const string Schema = "product";

    /// <summary>All products, also retired ones.</summary>
    public DbSet<Product> Products => Set<Product>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        var product = modelBuilder.Entity<Product>();
        product.Property(p => p.Name).HasMaxLength(Product.MaxNameLength);
        product.Property(p => p.Description).HasMaxLength(Product.MaxDescriptionLength);
        product.Property(p => p.Category).HasMaxLength(Product.MaxCategoryLength);
    }
}
