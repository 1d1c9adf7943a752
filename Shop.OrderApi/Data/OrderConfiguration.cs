using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Data;

/// <summary>How orders are read.</summary>
internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    /// <summary>Orders that people have to look at, as the index has it: a query must say it in the same words.</summary>
    public const string IsStuck = "step = 'Stuck'";

    public void Configure(EntityTypeBuilder<Order> order)
    {
        order.Property(o => o.CustomerId).HasMaxLength(Order.MaxNameLength);
        order.Property(o => o.PaymentMethod).HasMaxLength(Order.MaxPaymentMethodLength);
        order.Property(o => o.Lines).HasJson(OrderJson.Default.IReadOnlyListOrderLine);
        order.Property(o => o.Refunds).HasJson(OrderJson.Default.IReadOnlyListOrderRefund);
        order.Property(o => o.Refusal).HasJson(OrderJson.Default.Refusal!).HasColumnType("json");
        order.HasMany(o => o.Events).WithOne().HasForeignKey(change => change.OrderId);
    }
}

/// <summary>Columns that hold JSON, written and read with the module's own serializers.</summary>
internal static class JsonColumns
{
    public static PropertyBuilder<T> HasJson<T>(this PropertyBuilder<T> property, JsonTypeInfo<T> type) =>
        property.HasColumnType("jsonb").HasConversion(
            value => JsonSerializer.Serialize(value, type),
            json => JsonSerializer.Deserialize(json, type)!,
            new ValueComparer<T>((a, b) => ReferenceEquals(a, b), value => value == null ? 0 : value.GetHashCode()));
}
