using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Shop.Database;

#nullable disable

namespace Shop.ProductApi.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sales : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "inbox",
                schema: "product",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_inbox", x => new { x.order_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "sales",
                schema: "product",
                columns: table => new
                {
                    product_id = table.Column<int>(type: "integer", nullable: false),
                    pieces = table.Column<long>(type: "bigint", nullable: false),
                    orders = table.Column<long>(type: "bigint", nullable: false),
                    revenue = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: false),
                    last_sold_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sales", x => x.product_id);
                });

            migrationBuilder.Script(typeof(Sales).Assembly, "take_order_events.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION product.take_order_events;");

            migrationBuilder.DropTable(
                name: "inbox",
                schema: "product");

            migrationBuilder.DropTable(
                name: "sales",
                schema: "product");
        }
    }
}
