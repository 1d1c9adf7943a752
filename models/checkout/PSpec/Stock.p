// No product is sold beyond its stock: on hand and sold together stay what they were, reserved never exceeds on hand, no order holds more
// than it asked for. A confirmed order holds its goods until they are shipped; a rejected or cancelled one holds none, ever after.
spec StockIsKept observes ePlaced, eStockIs, eOrderIs {
  var all: int;
  var asked: map[int, int];
  var holds: map[int, int];
  var ended: set[int];

  start state Watching {
    on ePlaced do (placed: tPlaced) {
      asked[placed.order] = placed.body.pieces;
      holds[placed.order] = 0;
    }

    on eStockIs do (stock: tStockIs) {
      if (all == 0) all = stock.onHand + stock.sold;
      assert stock.onHand + stock.sold == all, format("{0} are on hand and {1} sold, of {2}.", stock.onHand, stock.sold, all);
      assert stock.reserved >= 0 && stock.reserved <= stock.onHand, format("{0} are reserved of {1}.", stock.reserved, stock.onHand);
      assert stock.holds <= asked[stock.order], format("Order {0} holds {1}, and asked for {2}.", stock.order, stock.holds, asked[stock.order]);
      assert stock.holds == 0 || !(stock.order in ended), format("Order {0} has ended without goods, and holds {1}.", stock.order, stock.holds);
      holds[stock.order] = stock.holds;
    }

    on eOrderIs do (order: tOrderEvent) {
      if (order.status == CONFIRMED || order.status == SHIPPED) {
        assert holds[order.order] == asked[order.order], format("Order {0} is to get {1}, and holds {2}.", order.order, asked[order.order], holds[order.order]);
      }
      else {
        ended += (order.order);
        assert holds[order.order] == 0, format("Order {0} has ended without goods, and holds {1}.", order.order, holds[order.order]);
      }
    }
  }
}
