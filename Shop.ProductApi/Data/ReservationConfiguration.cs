using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.ProductApi.Products;

namespace Shop.ProductApi.Data;

/// <summary>One row for each order that ever asked for goods.</summary>
internal sealed class ReservationConfiguration : IEntityTypeConfiguration<Reservation>
{
    public void Configure(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.ToTable("reservations", table =>
        {
            table.HasCheckConstraint("status_is_known", "status IN ('Reserved', 'Committed', 'Released')");
            table.HasCheckConstraint(
                "lines_are_complete",
                "cardinality(product_ids) = cardinality(quantities) AND cardinality(product_ids) = cardinality(names) "
                + "AND cardinality(product_ids) = cardinality(unit_prices) AND 0 < ALL (quantities)");
            table.HasCheckConstraint("only_a_released_one_is_empty", "cardinality(product_ids) > 0 OR status = 'Released'");
            table.HasCheckConstraint("open_or_closed", "(status = 'Reserved') = (closed_at IS NULL)");
        });
        reservation.HasKey(r => r.OrderId);
        reservation.Property(r => r.OrderId).HasColumnName("order_id").ValueGeneratedNever();
        reservation.Property(r => r.Status).HasColumnName("status").HasConversion<string>().HasMaxLength(20);
        reservation.Property(r => r.Currency).HasColumnName("currency").HasMaxLength(3);
        reservation.Property(r => r.Total).HasColumnName("total").HasPrecision(18, 2);
        reservation.Property(r => r.ProductIds).HasColumnName("product_ids");
        reservation.Property(r => r.Names).HasColumnName("names");
        reservation.Property(r => r.Quantities).HasColumnName("quantities");
        reservation.Property(r => r.UnitPrices).HasColumnName("unit_prices");
        reservation.Property(r => r.ReservedAt).HasColumnName("reserved_at");
        reservation.Property(r => r.ClosedAt).HasColumnName("closed_at");
    }
}
