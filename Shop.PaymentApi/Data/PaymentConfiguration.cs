using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>One row for each order that ever asked for money, or was voided before it could.</summary>
internal sealed class PaymentConfiguration : IEntityTypeConfiguration<Payment>
{
    public void Configure(EntityTypeBuilder<Payment> payment)
    {
        payment.ToTable("payments", table =>
        {
            table.HasCheckConstraint("amount_is_positive", "amount > 0 OR (amount = 0 AND settlement = 'void')");
            table.HasCheckConstraint("settlement_is_known", "settlement IN ('capture', 'void')");
            table.HasCheckConstraint("a_declined_one_has_nothing_to_settle", "decline_reason IS NULL OR settlement IS NULL");
        });
        payment.HasKey(p => p.Id);
        payment.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        payment.Property(p => p.OrderId).HasColumnName("order_id");
        payment.Property(p => p.PaymentDate).HasColumnName("payment_date");
        payment.Property(p => p.Amount).HasColumnName("amount").HasPrecision(18, 2);
        payment.Property(p => p.Currency).HasColumnName("currency").HasMaxLength(3);
        payment.Property(p => p.Method).HasColumnName("method").HasMaxLength(Payment.MaxMethodLength);
        payment.Property(p => p.DeclineReason).HasColumnName("decline_reason").HasMaxLength(50);
        payment.Property(p => p.Settlement).HasColumnName("settlement").HasMaxLength(10);
        payment.HasAlternateKey(p => p.OrderId);
    }
}
