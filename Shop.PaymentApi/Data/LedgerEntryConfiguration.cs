using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Shop.PaymentApi.Ledger;

namespace Shop.PaymentApi.Data;

/// <summary>The ledger; a trigger refuses to change it and to move money that is not there.</summary>
internal sealed class LedgerEntryConfiguration : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> entry)
    {
        entry.ToTable("ledger_entries", table =>
        {
            table.HasCheckConstraint("amount_moves", "amount > 0");
            table.HasCheckConstraint(
                "accounts_fit_the_kind",
                "(kind, debit_account, credit_account) IN (('authorize', 'customer', 'authorized'), ('capture', 'authorized', 'merchant'), "
                + "('void', 'authorized', 'customer'), ('refund', 'merchant', 'customer'))");
            table.HasCheckConstraint("only_refunds_have_a_reference", "(kind = 'refund') = (reference <> '')");
        });
        entry.HasKey(e => e.Id);
        entry.Property(e => e.Id).HasColumnName("id").UseIdentityAlwaysColumn();
        entry.Property(e => e.OrderId).HasColumnName("order_id");
        entry.Property(e => e.Kind).HasColumnName("kind").HasMaxLength(10)
            .HasConversion(kind => kind.ToText(), text => MovementKindText.Parse(text));
        entry.Property(e => e.Reference).HasColumnName("reference").HasMaxLength(Refund.MaxIdLength);
        entry.Property(e => e.DebitAccount).HasColumnName("debit_account").HasMaxLength(20);
        entry.Property(e => e.CreditAccount).HasColumnName("credit_account").HasMaxLength(20);
        entry.Property(e => e.Amount).HasColumnName("amount").HasPrecision(18, 2);
        entry.Property(e => e.Currency).HasColumnName("currency").HasMaxLength(3);
        entry.Property(e => e.EnteredAt).HasColumnName("entered_at");
        entry.HasIndex(e => new { e.OrderId, e.Kind, e.Reference }).IsUnique().HasDatabaseName("a_movement_is_entered_once");
        entry.HasOne<Payment>().WithMany().HasForeignKey(e => e.OrderId).HasPrincipalKey(p => p.OrderId).OnDelete(DeleteBehavior.Restrict);
    }
}
