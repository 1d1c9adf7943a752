using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.OrderApi.Orders;

namespace Shop.OrderApi.Data;

/// <summary>The table of orders.</summary>
internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    /// <summary>Orders that people have to look at, as the index has it: a query must say it in the same words.</summary>
    public const string IsStuck = "step = 'Stuck'";

    public void Configure(EntityTypeBuilder<Order> order)
    {
        // Room for the two or three writes of an order's life on its own page.
        order.ToTable("orders").HasStorageParameter("fillfactor", 70);
        order.HasKey(o => o.Id);
        order.Property(o => o.Id).HasColumnName("id").ValueGeneratedNever();
        order.Property(o => o.Version).HasColumnName("version");
        order.Property(o => o.CustomerId).HasColumnName("customer_id").HasMaxLength(Order.MaxNameLength);
        order.Property(o => o.OrderDate).HasColumnName("order_date");
        order.Property(o => o.Status).HasColumnName("status").HasConversion<string>();
        order.Property(o => o.Goal).HasColumnName("goal").HasConversion<string>();
        order.Property(o => o.Step).HasColumnName("step").HasConversion<string>();
        order.Property(o => o.PaymentMethod).HasColumnName("payment_method").HasMaxLength(Order.MaxNameLength);
        order.Property(o => o.Lines).HasColumnName("lines").HasJson(OrderJson.Default.IReadOnlyListOrderLine);
        order.Property(o => o.Total).HasColumnName("total").HasColumnType("numeric(18,2)");
        order.Property(o => o.Currency).HasColumnName("currency").HasMaxLength(3);
        order.Property(o => o.Refunds).HasColumnName("refunds").HasJson(OrderJson.Default.IReadOnlyListOrderRefund);
        // json and not jsonb, which would sort the members: the answer made of it must have the same bytes as the first one.
        order.Property(o => o.Refusal).HasColumnName("refusal").HasJson(OrderJson.Default.Refusal!).HasColumnType("json");
        order.Property(o => o.Attempts).HasColumnName("attempts");
        order.Property(o => o.DueAt).HasColumnName("due_at");
        order.Property(o => o.LeaseUntil).HasColumnName("lease_until");
        order.Property(o => o.TraceParent).HasColumnName("trace_parent");
        order.HasMany(o => o.Events).WithOne().HasForeignKey(change => change.OrderId);

        order.HasIndex(o => new { o.CustomerId, o.Id }).HasDatabaseName("ix_orders_customer");
        order.HasIndex(o => new { o.Status, o.Id }).HasDatabaseName("ix_orders_status");
        order.HasIndex(o => o.Id).HasDatabaseName("ix_orders_stuck").HasFilter(IsStuck);
        order.HasIndex(o => o.DueAt).HasDatabaseName("ix_orders_due").HasFilter("due_at IS NOT NULL");
    }
}

/// <summary>The table of events.</summary>
internal sealed class OrderEventConfiguration : IEntityTypeConfiguration<OrderEvent>
{
    public void Configure(EntityTypeBuilder<OrderEvent> change)
    {
        change.ToTable("events");
        change.HasKey(e => new { e.OrderId, e.Version });
        change.Property(e => e.OrderId).HasColumnName("order_id");
        change.Property(e => e.Version).HasColumnName("version");
        change.Property(e => e.Sequence).HasColumnName("sequence").UseIdentityAlwaysColumn();
        change.Property(e => e.Type).HasColumnName("type");
        change.Property(e => e.Status).HasColumnName("status").HasConversion<string>();
        change.Property(e => e.At).HasColumnName("at");
        change.Property(e => e.Reason).HasColumnName("reason");
        change.Property(e => e.Amount).HasColumnName("amount").HasColumnType("numeric(18,2)");
        change.Property(e => e.RefundId).HasColumnName("refund_id");
        change.Property(e => e.TraceParent).HasColumnName("trace_parent");
        change.Property(e => e.PublishedAt).HasColumnName("published_at");

        // Holds what the relay has still to do, and nothing else.
        change.HasIndex(e => e.Sequence).HasDatabaseName("ix_events_unpublished").HasFilter("published_at IS NULL");
    }
}

/// <summary>The table of idempotency keys.</summary>
internal sealed class IdempotencyConfiguration : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> key)
    {
        key.ToTable("idempotency_keys");
        key.HasKey(k => new { k.CustomerId, k.Key });
        key.Property(k => k.CustomerId).HasColumnName("customer_id");
        key.Property(k => k.Key).HasColumnName("key");
        key.Property(k => k.Fingerprint).HasColumnName("fingerprint");
        key.Property(k => k.OrderId).HasColumnName("order_id");
        key.Property(k => k.CreatedAt).HasColumnName("created_at");
        // A few bytes per range of pages: the purge finds old keys, and a new key costs next to nothing.
        key.HasIndex(k => k.CreatedAt).HasDatabaseName("ix_idempotency_keys_age").HasMethod("brin");
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
