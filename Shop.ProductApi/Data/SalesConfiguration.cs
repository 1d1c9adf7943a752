using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>One row for each product that was ever sold.</summary>
internal sealed class SalesConfiguration : IEntityTypeConfiguration<ProductSales>
{
    public void Configure(EntityTypeBuilder<ProductSales> sales)
    {
        sales.ToTable("sales");
        sales.HasKey(s => s.ProductId);
        sales.Property(s => s.ProductId).HasColumnName("product_id").ValueGeneratedNever();
        sales.Property(s => s.Pieces).HasColumnName("pieces");
        sales.Property(s => s.Orders).HasColumnName("orders");
        sales.Property(s => s.Revenue).HasColumnName("revenue").HasPrecision(18, 2);
        sales.Property(s => s.LastSoldAt).HasColumnName("last_sold_at");
    }
}

/// <summary>The inbox.</summary>
internal sealed class ReceivedEventConfiguration : IEntityTypeConfiguration<ReceivedEvent>
{
    public void Configure(EntityTypeBuilder<ReceivedEvent> received)
    {
        received.ToTable("inbox");
        received.HasKey(r => new { r.OrderId, r.Version });
        received.Property(r => r.OrderId).HasColumnName("order_id");
        received.Property(r => r.Version).HasColumnName("version");
        received.Property(r => r.ReceivedAt).HasColumnName("received_at");
    }
}
