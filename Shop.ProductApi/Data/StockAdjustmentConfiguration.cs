using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>The book of adjustments: added to, never edited.</summary>
internal sealed class StockAdjustmentConfiguration : IEntityTypeConfiguration<StockAdjustment>
{
    public void Configure(EntityTypeBuilder<StockAdjustment> adjustment)
    {
        adjustment.ToTable("stock_adjustments", table => table.HasCheckConstraint("delta_is_not_zero", "delta <> 0"));
        adjustment.HasKey(a => a.Id);
        adjustment.Property(a => a.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        adjustment.Property(a => a.ProductId).HasColumnName("product_id");
        adjustment.Property(a => a.Delta).HasColumnName("delta");
        adjustment.Property(a => a.Reason).HasColumnName("reason").HasMaxLength(StockLimits.MaxReasonLength);
        adjustment.Property(a => a.AdjustedAt).HasColumnName("adjusted_at");
    }
}
