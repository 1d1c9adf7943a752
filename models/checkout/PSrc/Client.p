// A client: asks under one key, asks again before or after it was answered, asks for something else under the same key, or goes away.
// What it was promised it may call off, have shipped, have refunded in part; or it goes to the payment service directly, and hangs up.

machine Client {
  var orders: machine;
  var payments: machine;
  var key: int;
  var body: tBody;
  var requests: int;
  var hasActed: bool;

  start state Buying {
    entry (setup: (orders: machine, payments: machine, key: int, body: tBody)) {
      orders = setup.orders;
      payments = setup.payments;
      key = setup.key;
      body = setup.body;
      requests = 2;
      Ask(body);
      if (choose(5) == 0) Ask(body);
      if (choose(10) == 0) Ask((pieces = 3 - body.pieces, declines = body.declines));
      if (choose(6) == 0) goto Gone;
    }

    on eAnswer do (answer: tAnswer) {
      if ((answer.said == SAID_CONFIRMED || answer.said == SAID_ACCEPTED) && answer.body == body && !hasActed) Act(answer);
      if (answer.said != SAID_REFUSED && choose(5) == 0) Ask(body);
    }
    on eShipped do (order: int) { GetMoneyBack(order); }
    ignore eRefundAnswer;
  }

  state Gone {
    ignore eAnswer, eShipped, eRefundAnswer;
  }

  fun Ask(asked: tBody) {
    if (requests == 0) return;
    requests = requests - 1;
    send orders, ePlace, (client = this, key = key, body = asked);
  }

  fun Act(answer: tAnswer) {
    var choice: int;
    hasActed = true;
    if (answer.said == SAID_ACCEPTED) {
      if ($) send orders, eCancel, answer.order;
      return;
    }
    choice = choose(8);
    if (choice <= 2) send orders, eShip, (client = this, order = answer.order);
    if (choice == 3) send orders, eCancel, answer.order;
    if (choice == 4) {
      if ($) {
        send orders, eShip, (client = this, order = answer.order);
        send orders, eCancel, answer.order;
      }
      else {
        send orders, eCancel, answer.order;
        send orders, eShip, (client = this, order = answer.order);
      }
    }
    if (choice == 5) {
      Directly(answer.order, CAPTURE, 0, 0);
      if ($) Directly(answer.order, PAY_BACK, choose(2), 1);
      if ($) send orders, eCancel, answer.order;
      else send orders, eShip, (client = this, order = answer.order);
    }
  }

  fun GetMoneyBack(order: int) {
    if ($) return;
    if (choose(4) == 0) Directly(order, PAY_BACK, 1, body.pieces * PriceOfOne());
    send orders, eRefund, (client = this, order = order, name = 2, amount = 1);
    if ($) send orders, eRefund, (client = this, order = order, name = 2, amount = 2);
    else send orders, eRefund, (client = this, order = order, name = 3, amount = body.pieces * PriceOfOne() - 1);
  }

  fun Directly(order: int, step: tStep, name: int, amount: int) {
    var call: tMoney;
    call = (caller = this, driver = 0, order = order, amount = amount, name = name, declines = false, outside = true);
    if (step == CAPTURE) send payments, eCapture, call;
    else send payments, ePayBack, call;
  }
}
