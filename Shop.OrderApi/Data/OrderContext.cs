using Microsoft.EntityFrameworkCore;
using Shop.OrderApi.Orders;
using Shop.OrderApi.Subscriptions;

namespace Shop.OrderApi.Data;

/// <summary>Reads the module's tables, which <c>Migrations/</c> makes. Orders are written by <see cref="OrderStatements"/>.</summary>
internal sealed class OrderContext(DbContextOptions<OrderContext> options) : DbContext(options)
{
    /// <summary>The schema of the module's tables, in whatever database.</summary>
    public const string Schema = "orders";

    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Changes of orders: history and outbox.</summary>
    public DbSet<OrderEvent> Events => Set<OrderEvent>();

    public DbSet<IdempotencyRecord> IdempotencyKeys => Set<IdempotencyRecord>();

    public DbSet<WebhookSubscription> Subscriptions => Set<WebhookSubscription>();

    public DbSet<WebhookDelivery> Deliveries => Set<WebhookDelivery>();

    /// <summary>An order with its events, untracked, or null.</summary>
    public Task<Order?> FindOrderAsync(Guid id, CancellationToken cancellationToken) =>
        Orders.AsNoTracking().Include(order => order.Events.OrderBy(change => change.Version))
            .FirstOrDefaultAsync(order => order.Id == id, cancellationToken);

    /// <summary>
    /// An order with its events, untracked, and whether somebody works on it, by the clock that gave the lease: this process's own
    /// may be minutes off. A lease that ends later than any is given for is from before that clock was set back.
    /// </summary>
    public async Task<(Order Order, bool IsLeased)?> FindWithLeaseAsync(Guid id, TimeSpan longestLease, CancellationToken cancellationToken)
    {
        var found = await Orders.AsNoTracking().Include(order => order.Events.OrderBy(change => change.Version)).Where(order => order.Id == id)
            .Select(order => new { Order = order, IsLeased = order.LeaseUntil > DateTimeOffset.UtcNow && order.LeaseUntil <= DateTimeOffset.UtcNow + longestLease })
            .FirstOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.Order, found.IsLeased);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<Enum>().HaveConversion<string>();

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

internal static class OrderContextFactoryExtensions
{
    /// <summary>An order as it is now, with its events, or null.</summary>
    public static async Task<Order?> FindOrderAsync(this IDbContextFactory<OrderContext> contexts, Guid id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.FindOrderAsync(id, cancellationToken);
    }
}
