// Each order is authorized and charged at most once, exactly once when it is confirmed and shipped; no more is paid back than was
// charged; a rejected or cancelled order holds no money, ever after; a refund that was said to be done has moved just that money.
spec MoneyIsKept observes eMoneyMoved, eOrderIs, eRefundAnswer {
  var account: map[int, tPosition];
  var authorizations: map[int, int];
  var refunds: map[(int, int), int];
  var ended: set[int];

  start state Watching {
    on eMoneyMoved do (move: tMovement) {
      Know(move.order);
      if (move.step == AUTHORIZE) {
        authorizations[move.order] = authorizations[move.order] + 1;
        assert authorizations[move.order] == 1, format("Order {0} was authorized twice.", move.order);
      }
      if (move.step == CAPTURE) assert account[move.order].captured == 0, format("Order {0} was charged twice.", move.order);
      if (move.step == PAY_BACK) refunds[(move.order, move.name)] = move.amount;
      account[move.order] = After(account[move.order], move);
      assert account[move.order].refunded <= account[move.order].captured,
        format("Order {0} was charged {1} and refunded {2}.", move.order, account[move.order].captured, account[move.order].refunded);
      if (move.order in ended) EndsWithout(move.order);
    }

    on eOrderIs do (order: tOrderEvent) {
      Know(order.order);
      if (order.status == CONFIRMED) {
        assert authorizations[order.order] == 1 && Owed(order.order) > 0,
          format("Order {0} was confirmed, authorized {1} times, and {2} is held.", order.order, authorizations[order.order], Owed(order.order));
      }
      else if (order.status == SHIPPED) assert account[order.order].captured > 0, format("Order {0} was shipped and not charged.", order.order);
      else {
        ended += (order.order);
        EndsWithout(order.order);
      }
    }

    on eRefundAnswer do (answer: tRefundAnswer) {
      if (!answer.done) return;
      assert (answer.order, answer.name) in refunds, format("Refund {0} of order {1} is said to be done, and is not.", answer.name, answer.order);
      assert refunds[(answer.order, answer.name)] == answer.amount,
        format("Refund {0} of order {1} is said to be {2}, and was {3}.", answer.name, answer.order, answer.amount, refunds[(answer.order, answer.name)]);
    }
  }

  fun EndsWithout(order: int) {
    assert Owed(order) == 0, format("Order {0} has ended without goods, and {1} of its customer's money is kept.", order, Owed(order));
  }

  fun Owed(order: int): int { return account[order].held + account[order].captured - account[order].refunded; }

  fun Know(order: int) {
    if (order in account) return;
    account[order] = default(tPosition);
    authorizations[order] = 0;
  }
}

// The ledger says what the gateway has done, in the end; and never what it has not done.
spec LedgerBalances observes eMoneyMoved, eMoneyEntered {
  var atGateway: map[int, tPosition];
  var inLedger: map[int, tPosition];

  start state Balanced {
    on eMoneyMoved do (move: tMovement) { Moved(move); if (!Agree()) goto Apart; }
    on eMoneyEntered do (move: tMovement) { Entered(move); if (!Agree()) goto Apart; }
  }
  hot state Apart {
    on eMoneyMoved do (move: tMovement) { Moved(move); if (Agree()) goto Balanced; }
    on eMoneyEntered do (move: tMovement) { Entered(move); if (Agree()) goto Balanced; }
  }

  fun Moved(move: tMovement) {
    Know(move.order);
    atGateway[move.order] = After(atGateway[move.order], move);
  }

  fun Entered(move: tMovement) {
    Know(move.order);
    inLedger[move.order] = After(inLedger[move.order], move);
    assert inLedger[move.order].captured <= atGateway[move.order].captured && inLedger[move.order].refunded <= atGateway[move.order].refunded,
      format("The ledger says {1} of order {0}, the gateway {2}.", move.order, inLedger[move.order], atGateway[move.order]);
  }

  fun Agree(): bool { return atGateway == inLedger; }

  fun Know(order: int) {
    if (order in atGateway) return;
    atGateway[order] = default(tPosition);
    inLedger[order] = default(tPosition);
  }
}

// An order's money after a movement.
fun After(before: tPosition, move: tMovement): tPosition {
  var position: tPosition;
  position = before;
  if (move.step == AUTHORIZE) position.held = position.held + move.amount;
  else if (move.step == VOID) position.held = 0;
  else if (move.step == CAPTURE) {
    position.held = position.held - move.amount;
    position.captured = position.captured + move.amount;
  }
  else position.refunded = position.refunded + move.amount;
  return position;
}
