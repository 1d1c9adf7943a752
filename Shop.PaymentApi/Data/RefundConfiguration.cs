using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>Refunds that were asked for.</summary>
internal sealed class RefundConfiguration : IEntityTypeConfiguration<Refund>
{
    public void Configure(EntityTypeBuilder<Refund> refund)
    {
        refund.ToTable("refunds", table => table.HasCheckConstraint("refund_is_positive", "amount > 0"));
        refund.HasKey(r => new { r.OrderId, r.RefundId });
        refund.Property(r => r.OrderId).HasColumnName("order_id");
        refund.Property(r => r.RefundId).HasColumnName("refund_id").HasMaxLength(Refund.MaxIdLength);
        refund.Property(r => r.Amount).HasColumnName("amount").HasPrecision(18, 2);
        refund.Property(r => r.RequestedAt).HasColumnName("requested_at");
        refund.HasOne<Payment>().WithMany().HasForeignKey(r => r.OrderId).HasPrincipalKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
