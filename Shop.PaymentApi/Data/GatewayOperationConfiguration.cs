using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>The built-in gateway's own record, in its own schema.</summary>
internal sealed class GatewayOperationConfiguration : IEntityTypeConfiguration<GatewayOperation>
{
    public void Configure(EntityTypeBuilder<GatewayOperation> operation)
    {
        operation.ToTable("operations", PaymentContext.GatewaySchema);
        operation.HasKey(o => o.Key);
        operation.Property(o => o.Key).HasColumnName("key").HasMaxLength(200);
        operation.Property(o => o.OrderId).HasColumnName("order_id");
        operation.Property(o => o.Kind).HasColumnName("kind").HasMaxLength(10)
            .HasConversion(kind => kind.ToText(), text => MovementKindText.Parse(text));
        operation.Property(o => o.Amount).HasColumnName("amount").HasPrecision(18, 2);
        operation.Property(o => o.Currency).HasColumnName("currency").HasMaxLength(3);
        operation.Property(o => o.Method).HasColumnName("method").HasMaxLength(Payment.MaxMethodLength);
        operation.Property(o => o.Outcome).HasColumnName("outcome").HasMaxLength(20);
        operation.Property(o => o.Attempts).HasColumnName("attempts");
        operation.Property(o => o.AskedAt).HasColumnName("asked_at");
        operation.HasIndex(o => o.OrderId).HasDatabaseName("operations_by_order");
    }
}
