using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Shop.OrderApi.Data.Migrations
{
    /// <inheritdoc />
    public partial class StuckOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_orders_stuck",
                schema: "orders",
                table: "orders",
                column: "id",
                filter: "step = 'Stuck'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_orders_stuck",
                schema: "orders",
                table: "orders");
        }
    }
}
