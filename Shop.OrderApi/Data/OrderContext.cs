using Microsoft.EntityFrameworkCore;
using Shop.OrderApi.Idempotency;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Webhooks;

namespace Shop.OrderApi.Data;

/// <summary>Reads the module's tables, which <c>Migrations/</c> makes. Orders are written by <see cref="OrderStatements"/>.</summary>
/// <param name="options">The database.</param>
public sealed class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    /// <summary>The schema of the module's tables, in whatever database.</summary>
    public const string Schema = "orders";

    /// <summary>Orders.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Changes of orders: history and outbox.</summary>
    public DbSet<OrderEvent> Events => Set<OrderEvent>();

    /// <summary>Remembered idempotency keys.</summary>
    public DbSet<IdempotencyRecord> IdempotencyKeys => Set<IdempotencyRecord>();

    /// <summary>Who wants to be called.</summary>
    public DbSet<WebhookSubscription> Subscriptions => Set<WebhookSubscription>();

    /// <summary>Events on their way to subscribers.</summary>
    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    /// <summary>An order with its events, untracked, or null.</summary>
    /// <param name="id">The order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Order?> FindOrderAsync(Guid id, CancellationToken cancellationToken) =>
        Orders.AsNoTracking().Include(order => order.Events.OrderBy(change => change.Version))
            .FirstOrDefaultAsync(order => order.Id == id, cancellationToken);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Enum>().HaveConversion<string>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfiguration(new OrderConfiguration());
        modelBuilder.Entity<OrderEvent>().HasKey(change => new { change.OrderId, change.Version });
        modelBuilder.Entity<IdempotencyRecord>().HasKey(key => new { key.CustomerId, key.Key });
        modelBuilder.Entity<WebhookSubscription>().ToTable("webhook_subscriptions");
        modelBuilder.Entity<WebhookDelivery>().ToTable("webhook_deliveries");
    }
}
