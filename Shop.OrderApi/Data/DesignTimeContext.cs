using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Shop.OrderApi.Data;

/// <summary>Lets <c>dotnet ef</c> see the model without starting the service; it never connects.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<OrderContext>
{
    public OrderContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<OrderContext>()
            .UseNpgsql("Host=design-time", npgsql => npgsql.MigrationsHistoryTable("__EFMigrationsHistory", OrderContext.Schema))
            .Options);
}
