// The rules of an order, free of time and storage: which step follows which, what a refusal leads to, what its client is told.

type tRefundOf = (name: int, amount: int, status: tOutcome);

type tOrder = (
  id: int, version: int, key: int, body: tBody, status: tStatus, goal: tGoal, step: tStep,
  refusal: tRefusal, wasConfirmed: bool, attempts: int, refunds: seq[tRefundOf]);

fun NewOrder(id: int, key: int, body: tBody, mistake: tMistake): tOrder {
  var order: tOrder;
  order.id = id;
  order.version = 1;
  order.key = key;
  order.body = body;
  order.status = PENDING;
  order.goal = TO_CONFIRM;
  order.step = FirstStep(mistake);
  return order;
}

fun FirstStep(mistake: tMistake): tStep {
  if (mistake == PAYMENT_BEFORE_RESERVATION) return AUTHORIZE;
  return RESERVE;
}

fun Total(order: tOrder): int { return order.body.pieces * PriceOfOne(); }

fun IsSettled(order: tOrder): bool { return order.goal == NO_GOAL; }

// Whether the answer is certain, even if something is still to be given back.
fun IsDecided(order: tOrder): bool { return order.goal != TO_CONFIRM; }

fun NextStep(order: tOrder, mistake: tMistake): tStep {
  if (order.goal == TO_CONFIRM && mistake == PAYMENT_BEFORE_RESERVATION) {
    if (order.step == AUTHORIZE) return RESERVE;
    return FINISH;
  }
  if (order.step == RESERVE) return AUTHORIZE;
  if (order.step == PARK) return VOID;
  if (order.step == VOID || order.step == GIVE_BACK) return RELEASE;
  if (order.step == CAPTURE) return COMMIT;
  return FINISH;
}

fun Reached(order: tOrder): tStatus {
  if (order.goal == TO_CONFIRM) return CONFIRMED;
  if (order.goal == TO_SHIP) return SHIPPED;
  if (order.goal == TO_CANCEL) return CANCELLED;
  return REJECTED;
}

fun RefusalOf(outcome: tOutcome): tRefusal {
  if (outcome == SHORT) return OUT_OF_STOCK;
  if (outcome == DECLINED) return PAYMENT_DECLINED;
  return NOT_POSSIBLE;
}

// It follows from the order alone, so that nothing has to be stored to say it again: confirmed once is confirmed for ever.
fun SaidOf(order: tOrder): tSaid {
  if (order.wasConfirmed) return SAID_CONFIRMED;
  if (order.refusal == UNAVAILABLE) return SAID_NOTHING_ORDERED;
  if (order.refusal != NO_REFUSAL) return SAID_REFUSED;
  return SAID_ACCEPTED;
}

fun PendingRefund(order: tOrder): int {
  var i: int;
  while (i < sizeof(order.refunds)) {
    if (order.refunds[i].status == WAITING) return i;
    i = i + 1;
  }
  return -1;
}

fun Refundable(order: tOrder): int {
  var refund: tRefundOf;
  var left: int;
  left = Total(order);
  foreach (refund in order.refunds) {
    if (refund.status != REFUSED) left = left - refund.amount;
  }
  return left;
}
