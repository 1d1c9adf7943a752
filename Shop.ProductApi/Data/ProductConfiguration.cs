using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>Products and the rules about them that the database itself holds.</summary>
internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    /// <summary>Room in each page for the new versions of rows: stock changes all the time and no index has to hear of it.</summary>
    private const int FillFactor = 60;

    public void Configure(EntityTypeBuilder<Product> product)
    {
        product.ToTable("products", table =>
        {
            table.HasCheckConstraint("price_is_positive", "price > 0");
            table.HasCheckConstraint("currency_is_the_shops", $"currency = '{Product.ShopCurrency}'");
            table.HasCheckConstraint("reserved_is_on_hand", "reserved >= 0 AND reserved <= on_hand");
            table.HasCheckConstraint("on_hand_is_bounded", $"on_hand <= {StockLimits.MaxOnHand}");
        });
        product.HasStorageParameter("fillfactor", FillFactor);
        product.HasKey(p => p.Id);
        product.Property(p => p.Id).HasColumnName("id").UseIdentityByDefaultColumn();
        product.Property(p => p.Name).HasColumnName("name").HasMaxLength(Product.MaxNameLength);
        product.Property(p => p.Description).HasColumnName("description").HasMaxLength(Product.MaxDescriptionLength);
        product.Property(p => p.Category).HasColumnName("category").HasMaxLength(Product.MaxCategoryLength);
        product.Property(p => p.Price).HasColumnName("price").HasPrecision(12, 2);
        product.Property(p => p.Currency).HasColumnName("currency").HasMaxLength(3);
        product.Property(p => p.OnHand).HasColumnName("on_hand");
        product.Property(p => p.Reserved).HasColumnName("reserved");
        product.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        product.Property(p => p.RetiredAt).HasColumnName("retired_at");
        product.Ignore(p => p.Available);
        product.HasIndex(p => new { p.Category, p.Id }).HasDatabaseName("products_by_category");
        product.HasMany(p => p.Adjustments).WithOne().HasForeignKey(a => a.ProductId).OnDelete(DeleteBehavior.Restrict);
    }
}
