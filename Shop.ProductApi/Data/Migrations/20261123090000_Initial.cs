using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using Shop.Database;


#nullable disable

namespace Shop.ProductApi.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "product");

            migrationBuilder.CreateTable(
                name: "products",
                schema: "product",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    category = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    price = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    on_hand = table.Column<int>(type: "integer", nullable: false),
                    reserved = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    retired_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_products", x => x.id);
                    table.CheckConstraint("currency_is_the_shops", "currency = 'EUR'");
                    table.CheckConstraint("on_hand_is_bounded", "on_hand <= 1000000000");
                    table.CheckConstraint("price_is_positive", "price > 0");
                    table.CheckConstraint("reserved_is_on_hand", "reserved >= 0 AND reserved <= on_hand");
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 60);

            migrationBuilder.CreateTable(
                name: "reservations",
                schema: "product",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    total = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    product_ids = table.Column<int[]>(type: "integer[]", nullable: false),
                    names = table.Column<string[]>(type: "text[]", nullable: false),
                    quantities = table.Column<int[]>(type: "integer[]", nullable: false),
                    unit_prices = table.Column<decimal[]>(type: "numeric[]", nullable: false),
                    reserved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_reservations", x => x.order_id);
                    table.CheckConstraint("lines_are_complete", "cardinality(product_ids) = cardinality(quantities) AND cardinality(product_ids) = cardinality(names) AND cardinality(product_ids) = cardinality(unit_prices) AND 0 < ALL (quantities)");
                    table.CheckConstraint("only_a_released_one_is_empty", "cardinality(product_ids) > 0 OR status = 'Released'");
                    table.CheckConstraint("open_or_closed", "(status = 'Reserved') = (closed_at IS NULL)");
                    table.CheckConstraint("status_is_known", "status IN ('Reserved', 'Committed', 'Released')");
                });

            migrationBuilder.CreateTable(
                name: "stock_adjustments",
                schema: "product",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    delta = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    adjusted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_stock_adjustments", x => x.id);
                    table.CheckConstraint("delta_is_not_zero", "delta <> 0");
                    table.ForeignKey(
                        name: "FK_stock_adjustments_products_product_id",
                        column: x => x.product_id,
                        principalSchema: "product",
                        principalTable: "products",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "products_by_category",
                schema: "product",
                table: "products",
                columns: new[] { "category", "id" });

            migrationBuilder.CreateIndex(
                name: "IX_stock_adjustments_product_id",
                schema: "product",
                table: "stock_adjustments",
                column: "product_id");

            foreach (var script in (string[])["reservation_lines", "lock_orders", "reserve", "close_reservation", "adjust_stock", "remove_product"])
                migrationBuilder.Script(typeof(Initial).Assembly, $"{script}.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP VIEW product.reservation_lines;
                DROP FUNCTION product.reserve, product.close_reservation, product.lock_orders, product.adjust_stock, product.remove_product;
                """);

            migrationBuilder.DropTable(
                name: "reservations",
                schema: "product");

            migrationBuilder.DropTable(
                name: "stock_adjustments",
                schema: "product");

            migrationBuilder.DropTable(
                name: "products",
                schema: "product");
        }
    }
}
