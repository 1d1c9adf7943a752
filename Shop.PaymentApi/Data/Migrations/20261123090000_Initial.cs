using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using Shop.Database;


#nullable disable

namespace Shop.PaymentApi.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "payment");

            migrationBuilder.EnsureSchema(
                name: "gateway");

            migrationBuilder.CreateTable(
                name: "operations",
                schema: "gateway",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    method = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_operations", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                schema: "payment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_date = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    method = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    decline_reason = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    settlement = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_payments", x => x.id);
                    table.UniqueConstraint("AK_payments_order_id", x => x.order_id);
                    table.CheckConstraint("a_declined_one_has_nothing_to_settle", "decline_reason IS NULL OR settlement IS NULL");
                    table.CheckConstraint("amount_is_positive", "amount > 0 OR (amount = 0 AND settlement = 'void')");
                    table.CheckConstraint("settlement_is_known", "settlement IN ('capture', 'void')");
                });

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                schema: "payment",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    reference = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    debit_account = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    credit_account = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ledger_entries", x => x.id);
                    table.CheckConstraint("accounts_fit_the_kind", "(kind, debit_account, credit_account) IN (('authorize', 'customer', 'authorized'), ('capture', 'authorized', 'merchant'), ('void', 'authorized', 'customer'), ('refund', 'merchant', 'customer'))");
                    table.CheckConstraint("amount_moves", "amount > 0");
                    table.CheckConstraint("only_refunds_have_a_reference", "(kind = 'refund') = (reference <> '')");
                    table.ForeignKey(
                        name: "FK_ledger_entries_payments_order_id",
                        column: x => x.order_id,
                        principalSchema: "payment",
                        principalTable: "payments",
                        principalColumn: "order_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "refunds",
                schema: "payment",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    refund_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_refunds", x => new { x.order_id, x.refund_id });
                    table.CheckConstraint("refund_is_positive", "amount > 0");
                    table.ForeignKey(
                        name: "FK_refunds_payments_order_id",
                        column: x => x.order_id,
                        principalSchema: "payment",
                        principalTable: "payments",
                        principalColumn: "order_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "a_movement_is_entered_once",
                schema: "payment",
                table: "ledger_entries",
                columns: new[] { "order_id", "kind", "reference" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "operations_by_order",
                schema: "gateway",
                table: "operations",
                column: "order_id");

            string[] scripts = ["statements", "balances", "ledger_rules", "authorize", "settle", "enter", "request_refund", "gateway_perform"];
            foreach (var script in scripts) migrationBuilder.Script(typeof(Initial).Assembly, $"{script}.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP FUNCTION payment.authorize, payment.settle, payment.enter, payment.request_refund, gateway.perform;
                DROP VIEW payment.balances, payment.statements;
                DROP TRIGGER entries_stay ON payment.ledger_entries;
                DROP TRIGGER entries_are_covered ON payment.ledger_entries;
                DROP FUNCTION payment.refuse_change, payment.refuse_overdraft;
                """);

            migrationBuilder.DropTable(
                name: "ledger_entries",
                schema: "payment");

            migrationBuilder.DropTable(
                name: "operations",
                schema: "gateway");

            migrationBuilder.DropTable(
                name: "refunds",
                schema: "payment");

            migrationBuilder.DropTable(
                name: "payments",
                schema: "payment");
        }
    }
}
