using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.OrderApi.Subscriptions;

namespace Shop.OrderApi.Data;

/// <summary>The table of webhook subscriptions.</summary>
internal sealed class WebhookSubscriptionConfiguration : IEntityTypeConfiguration<WebhookSubscription>
{
    public void Configure(EntityTypeBuilder<WebhookSubscription> subscription)
    {
        subscription.ToTable("webhook_subscriptions");
        subscription.HasKey(s => s.Id);
        subscription.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        subscription.Property(s => s.Url).HasColumnName("url");
        subscription.Property(s => s.Secret).HasColumnName("secret");
        subscription.Property(s => s.EventTypes).HasColumnName("event_types");
        subscription.Property(s => s.CreatedAt).HasColumnName("created_at");
    }
}

/// <summary>The table of webhook deliveries.</summary>
internal sealed class WebhookDeliveryConfiguration : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("webhook_deliveries");
        delivery.HasKey(d => d.Id);
        delivery.Property(d => d.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        delivery.Property(d => d.SubscriptionId).HasColumnName("subscription_id");
        delivery.Property(d => d.OrderId).HasColumnName("order_id");
        delivery.Property(d => d.Version).HasColumnName("version");
        delivery.Property(d => d.Status).HasColumnName("status").HasConversion<string>();
        delivery.Property(d => d.Attempts).HasColumnName("attempts");
        delivery.Property(d => d.DueAt).HasColumnName("due_at");
        delivery.Property(d => d.CreatedAt).HasColumnName("created_at");
        delivery.Property(d => d.EndedAt).HasColumnName("ended_at");
        delivery.Property(d => d.LastError).HasColumnName("last_error");
        delivery.HasOne<WebhookSubscription>().WithMany().HasForeignKey(d => d.SubscriptionId).OnDelete(DeleteBehavior.Cascade);

        // One delivery of an event to a subscriber, however often the relay has to repeat its work.
        delivery.HasIndex(d => new { d.SubscriptionId, d.OrderId, d.Version }).IsUnique().HasDatabaseName("ix_webhook_deliveries_event");
        delivery.HasIndex(d => new { d.SubscriptionId, d.DueAt }).HasDatabaseName("ix_webhook_deliveries_due").HasFilter("due_at IS NOT NULL");
    }
}
