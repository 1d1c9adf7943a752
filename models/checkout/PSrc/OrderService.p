// The order service: requests drive their own orders, a worker takes up what they left behind, a relay publishes the outbox. All of
// them are in one machine, since they share one database; they take turns wherever one of them waits for another service.

type tDriver = (order: tOrder, isPromised: bool, paymentTouched: bool);
type tLate = (step: tStep, order: tOrder);

event eTick;
event eInsertUnchecked: tPlace;

machine OrderService {
  var mistake: tMistake;
  var products: machine;
  var payments: machine;

  // The database: a crash leaves it.
  var orders: map[int, tOrder];
  var keysOf: map[int, (body: tBody, order: int)];
  var outbox: seq[tOrderEvent]; // what is not marked as published

  // The process: a crash takes it.
  var drivers: map[int, tDriver];
  var waiting: seq[(order: int, request: tPlace)];
  var shipping: map[int, machine];
  var refunding: seq[tRefund];
  var relayed: int; // how many events the relay has sent and not marked; 0 while it rests

  // Bounds, and what is on its way.
  var faults: int;
  var patience: int;
  var suspicion: int;
  var isTicking: bool;
  var late: seq[tLate];
  var lastDriver: int;
  var lastBatch: int;

  start state Serving {
    entry (setup: (mistake: tMistake, products: machine, payments: machine, faults: int)) {
      mistake = setup.mistake;
      products = setup.products;
      payments = setup.payments;
      faults = setup.faults;
      patience = 1;
      suspicion = 1;
    }

    on ePlace do (request: tPlace) { Place(request); Rest(); }
    on eInsertUnchecked do (request: tPlace) { Insert(request); Rest(); }
    on eCancel do (order: int) { Cancel(order); Rest(); }
    on eShip do (request: (client: machine, order: int)) { Ship(request.client, request.order); Rest(); }
    on eRefund do (request: tRefund) { Refund(request); Rest(); }
    on eStepAnswer do (answer: (driver: int, outcome: tOutcome)) {
      // A driver that a crash has taken, or that lost its order to another, hears nothing.
      if (answer.driver in drivers && !Crashes()) {
        Took(answer.driver, answer.outcome);
        Drive(answer.driver);
      }
      Rest();
    }
    on eDelivered do (batch: int) {
      if (batch == lastBatch && relayed > 0 && !Crashes()) Mark();
      Rest();
    }
    on eTick do {
      isTicking = false;
      if (patience > 0 && choose(3) == 0) patience = patience - 1;
      else {
        Relay();
        Work();
      }
      Rest();
    }
  }

  // A request: the order and its key are committed before anything else happens.

  fun Place(request: tPlace) {
    var order: tOrder;
    if (request.key in keysOf && mistake != IDEMPOTENCY_REMOVED) {
      order = orders[keysOf[request.key].order];
      if (keysOf[request.key].body != request.body && mistake != FINGERPRINT_IGNORED) {
        Say(request, SAID_KEY_REUSED, order);
        return;
      }
      Follow(request, order);
    }
    else if (mistake == KEY_LOOKED_UP_BEFORE) send this, eInsertUnchecked, request;
    else Insert(request);
  }

  fun Insert(request: tPlace) {
    var order: tOrder;
    order = NewOrder(sizeof(orders) + 1, request.key, request.body, mistake);
    if (mistake == ACKNOWLEDGED_BEFORE_COMMIT && $) {
      Say(request, SAID_ACCEPTED, order);
      if (Crashes()) return;
    }
    orders[order.id] = order;
    keysOf[request.key] = (body = request.body, order = order.id);
    announce ePlaced, (order = order.id, key = order.key, body = order.body);
    waiting += (sizeof(waiting), (order = order.id, request = request));
    if (!Crashes()) Begin(order, false, false);
  }

  // The same request again: the order that it placed before, once its answer is certain, or 202 when that takes too long.
  fun Follow(request: tPlace, order: tOrder) {
    var revived: tOrder;
    if (order.step == PARK) {
      revived = order;
      revived.goal = TO_CONFIRM;
      revived.step = RESERVE;
      revived.refusal = NO_REFUSAL;
      revived.version = order.version + 1;
      orders[order.id] = revived;
      waiting += (sizeof(waiting), (order = order.id, request = request));
      Begin(revived, false, true);
    }
    else if (IsDecided(order)) Say(request, SaidOf(order), order);
    else if ($) waiting += (sizeof(waiting), (order = order.id, request = request));
    else if (mistake == NOTHING_ORDERED_ON_TIMEOUT && order.attempts == 0) Say(request, SAID_NOTHING_ORDERED, order);
    else Say(request, SAID_ACCEPTED, order);
  }

  // What is done with an order later: first it is written down what is wanted, on the version that it was decided on.

  fun Cancel(id: int) {
    var order: tOrder;
    order = orders[id];
    if ((order.status == PENDING && order.goal == TO_CONFIRM) || (order.status == CONFIRMED && order.goal == NO_GOAL)) {
      order.goal = TO_CANCEL;
      order.step = VOID;
      order.refusal = CALLED_OFF;
      Intend(order);
    }
  }

  fun Ship(client: machine, id: int) {
    var order: tOrder;
    order = orders[id];
    if (order.status == CONFIRMED && order.goal == NO_GOAL) {
      shipping[id] = client;
      order.goal = TO_SHIP;
      order.step = CAPTURE;
      Intend(order);
    }
  }

  fun Refund(request: tRefund) {
    var order: tOrder;
    var refund: tRefundOf;
    order = orders[request.order];
    foreach (refund in order.refunds) {
      if (refund.name == request.name) {
        if (refund.amount != request.amount && mistake != REFUND_NAME_HIDES_AMOUNT) AnswerRefund(request, false);
        else if (refund.status == WAITING) refunding += (sizeof(refunding), request);
        else AnswerRefund(request, refund.status == DONE);
        return;
      }
    }
    if (order.status != SHIPPED || request.amount > Refundable(order)) {
      AnswerRefund(request, false);
      return;
    }
    refunding += (sizeof(refunding), request);
    order.refunds += (sizeof(order.refunds), (name = request.name, amount = request.amount, status = WAITING));
    order.goal = TO_REFUND;
    order.step = PAY_BACK;
    Intend(order);
  }

  fun Intend(order: tOrder) {
    var id: int;
    var intended: tOrder;
    intended = order;
    intended.attempts = 0;
    lastDriver = lastDriver + 1;
    id = lastDriver;
    drivers[id] = (order = intended, isPromised = true, paymentTouched = true);
    if (Save(id, intended, false)) Drive(id);
  }

  // The driver: takes an order from step to step until its goal is reached or a part of the shop is down.

  fun Begin(order: tOrder, isPromised: bool, paymentTouched: bool) {
    lastDriver = lastDriver + 1;
    drivers[lastDriver] = (order = order, isPromised = isPromised, paymentTouched = paymentTouched);
    Drive(lastDriver);
  }

  fun Drive(id: int) {
    var order: tOrder;
    var outcome: tOutcome;
    while (id in drivers) {
      order = drivers[id].order;
      if (IsSettled(order)) drivers -= (id);
      else if (order.step == FINISH) {
        order.status = Reached(order);
        order.wasConfirmed = order.wasConfirmed || order.status == CONFIRMED;
        order.goal = NO_GOAL;
        order.step = NO_STEP;
        order.attempts = 0;
        Save(id, order, true);
      }
      else if (order.step == PARK) {
        order.step = VOID;
        Save(id, order, false);
      }
      else {
        outcome = Call(id, order);
        if (outcome == WAITING) return;
        Took(id, outcome);
      }
    }
  }

  // Steps are repeated rather than remembered: progress is written down only when the order has to wait or is decided.
  fun Took(id: int, outcome: tOutcome) {
    var order: tOrder;
    var pending: int;
    order = drivers[id].order;
    if (order.step == AUTHORIZE) drivers[id].paymentTouched = true;

    if (outcome == OUTAGE) PutOff(id, order);
    else if (order.step == PAY_BACK) {
      pending = PendingRefund(order);
      if (outcome == DONE) order.refunds[pending].status = DONE;
      else order.refunds[pending].status = REFUSED;
      if (PendingRefund(order) < 0) {
        order.goal = NO_GOAL;
        order.step = NO_STEP;
      }
      order.attempts = 0;
      Save(id, order, true); // a refused refund is an event, too
    }
    else if (outcome == DONE) drivers[id].order.step = NextStep(order, mistake);
    else if (order.step == VOID) drivers[id].order.step = GIVE_BACK; // captured already: it is paid back
    else Refuse(id, order, RefusalOf(outcome));
  }

  // A step was refused for good: what was done is undone.
  fun Refuse(id: int, order: tOrder, refusal: tRefusal) {
    var undone: tOrder;
    undone = order;
    undone.refusal = refusal;
    undone.attempts = 0;
    undone.step = VOID;
    if (order.goal == TO_CONFIRM) {
      undone.goal = TO_REJECT;
      if (!drivers[id].paymentTouched) undone.step = RELEASE;
      if (mistake == PAYMENT_BEFORE_RESERVATION && order.step == RESERVE) undone.step = RELEASE;
      if (mistake == PARKED_ORDER_IS_REVIVED && refusal == UNAVAILABLE) undone.step = PARK;
    }
    else if (order.goal == TO_SHIP) undone.goal = TO_CANCEL;
    else {
      // Nothing refuses what is being given back but what has interfered, and that is over some time.
      PutOff(id, order);
      return;
    }
    if (Save(id, undone, false) && undone.step == PARK) drivers -= (id);
  }

  // A part of the shop is down: the order waits, or is given up. One that nobody was promised is refused at once, and for good.
  fun PutOff(id: int, order: tOrder) {
    var delayed: tOrder;
    if (order.goal == TO_CONFIRM && order.step == RESERVE && order.attempts == 0 && !drivers[id].isPromised) {
      Refuse(id, order, UNAVAILABLE);
      return;
    }
    delayed = order;
    delayed.attempts = order.attempts + 1;
    if (order.goal == TO_CONFIRM && (delayed.attempts >= 2 || choose(4) == 0)) {
      Refuse(id, delayed, GIVEN_UP);
      return;
    }
    if (Save(id, delayed, false)) {
      drivers -= (id);
      AnswerWaiting(delayed);
    }
  }

  // Nothing is written for an order whose version has moved on: somebody else has it. A state and its event are one transaction.
  fun Save(id: int, order: tOrder, isEvent: bool): bool {
    var was: tOrder;
    var saved: tOrder;
    var happened: tOrderEvent;
    was = orders[order.id];
    if (was.version != order.version && mistake != LEASE_IGNORED) {
      drivers -= (id);
      return false;
    }
    saved = order;
    saved.version = was.version + 1;
    orders[order.id] = saved;
    drivers[id].order = saved;
    if (mistake == REFUSED_KEY_IS_FREE_AGAIN && saved.status == REJECTED && saved.refusal == UNAVAILABLE) keysOf -= (saved.key);
    happened = (order = saved.id, version = saved.version, status = saved.status);
    if (isEvent) announce eOrderIs, happened;
    if (!IsSettled(saved) && (isEvent || was.goal == NO_GOAL)) announce eBegun, saved.id;
    if (isEvent && mistake != EVENT_OUTSIDE_TRANSACTION) outbox += (sizeof(outbox), happened);
    if (Crashes()) return false;

    if (isEvent && mistake == EVENT_OUTSIDE_TRANSACTION) outbox += (sizeof(outbox), happened);
    if (IsDecided(saved)) AnswerWaiting(saved);
    if (saved.status == SHIPPED) AnswerFulfilment(saved);
    return true;
  }

  // The worker: takes up orders that a crash or an outage left behind, and once in a while one whose owner is only slow.
  fun Work() {
    var id: int;
    var order: tOrder;
    if (mistake == NO_WORKER) return;
    foreach (id in keys(orders)) {
      order = orders[id];
      if (!IsSettled(order) && (!IsDriven(id) || $)) {
        order.version = order.version + 1;
        orders[id] = order;
        Begin(order, true, mistake != VOID_ONLY_WHAT_I_DID);
      }
    }
  }

  fun IsDriven(order: int): bool {
    var driver: tDriver;
    foreach (driver in values(drivers)) {
      if (driver.order.id == order) return true;
    }
    return false;
  }

  // The relay: one at a time, and what it has published is marked only after that was acknowledged.
  fun Relay() {
    var batch: int;
    var delivered: seq[tOrderEvent];
    if (relayed > 0 || sizeof(outbox) == 0) return;
    lastBatch = lastBatch + 1;
    relayed = sizeof(outbox);
    delivered = outbox;
    if (mistake == MARKED_BEFORE_PUBLISHED) {
      Mark();
      if (Crashes()) return;
    }
    batch = lastBatch;
    if (Fault(4)) {
      if ($) {
        // Sent twice: the first answer was too slow.
        send products, eDeliver, (relay = this, batch = 0, events = delivered);
      }
      else {
        relayed = 0;
        if ($) send products, eDeliver, (relay = this, batch = 0, events = delivered);
        return;
      }
    }
    send products, eDeliver, (relay = this, batch = batch, events = delivered);
  }

  fun Mark() {
    while (relayed > 0) {
      outbox -= (0);
      relayed = relayed - 1;
    }
  }

  // Calls to other services, and what a network makes of them.

  fun Call(id: int, order: tOrder): tOutcome {
    var fault: int;
    if (Fault(4)) {
      fault = choose(6);
      if (fault == 0) return GivesUp(id); // it did not arrive
      if (fault == 1) {
        late += (sizeof(late), (step = order.step, order = order)); // it will, when nobody expects it any more
        return GivesUp(id);
      }
      if (fault == 2) {
        Transmit(0, order.step, order); // its answer is lost
        return GivesUp(id);
      }
      // Somebody else answers in the service's place: a proxy, another service, another order's answer.
      if (fault == 3) {
        if (mistake == OTHER_ORDERS_ANSWER_TRUSTED) return DONE;
        return GivesUp(id);
      }
      if (fault == 4) {
        if (mistake == ANY_REFUSAL_TRUSTED) return REFUSED;
        return GivesUp(id);
      }
      if ($) Transmit(0, order.step, order); // it arrives twice, now or later
      else late += (sizeof(late), (step = order.step, order = order));
    }
    Transmit(id, order.step, order);
    return WAITING;
  }

  // The caller has waited in vain: for so short a time that nothing has happened meanwhile, or longer.
  fun GivesUp(id: int): tOutcome {
    if ($) return OUTAGE;
    send this, eStepAnswer, (driver = id, outcome = OUTAGE);
    return WAITING;
  }

  fun Transmit(id: int, step: tStep, order: tOrder) {
    var goods: tGoods;
    var money: tMoney;
    var refund: int;
    goods = (caller = this, driver = id, order = order.id, pieces = order.body.pieces);
    if (step == RESERVE) send products, eReserve, goods;
    else if (step == RELEASE) send products, eRelease, goods;
    else if (step == COMMIT) send products, eCommit, goods;
    else {
      money = (caller = this, driver = id, order = order.id, amount = Total(order), name = 0, declines = order.body.declines, outside = false);
      if (step == AUTHORIZE) send payments, eAuthorize, money;
      else if (step == CAPTURE) send payments, eCapture, money;
      else if (step == VOID) send payments, eVoid, money;
      else if (step == GIVE_BACK) send payments, eGiveBack, money;
      else {
        refund = PendingRefund(order);
        money.name = order.refunds[refund].name;
        money.amount = order.refunds[refund].amount;
        send payments, ePayBack, money;
      }
    }
  }

  // After each event: what was late may arrive, what was committed is published, and what is left to do keeps the clock ticking.
  fun Rest() {
    var arrived: tLate;
    if (sizeof(late) > 0 && $) {
      arrived = late[0];
      late -= (0);
      Transmit(0, arrived.step, arrived.order);
    }
    if (sizeof(drivers) == 0 || choose(4) == 0) Relay();
    if (isTicking) return;
    if (IsLeft()) isTicking = true;
    else if (suspicion > 0 && sizeof(drivers) > 0 && choose(6) == 0) {
      suspicion = suspicion - 1;
      isTicking = true;
    }
    if (isTicking) send this, eTick;
  }

  fun IsLeft(): bool {
    var order: tOrder;
    if (relayed == 0 && sizeof(outbox) > 0) return true;
    if (mistake == NO_WORKER) return false;
    foreach (order in values(orders)) {
      if (!IsSettled(order) && !IsDriven(order.id)) return true;
    }
    return false;
  }

  // Faults

  fun Fault(oneIn: int): bool {
    if (faults == 0 || choose(oneIn) > 0) return false;
    faults = faults - 1;
    return true;
  }

  // Everything that is not in the database is gone; clients see their connections break.
  fun Crashes(): bool {
    var wait: (order: int, request: tPlace);
    if (!Fault(10)) return false;
    drivers = default(map[int, tDriver]);
    shipping = default(map[int, machine]);
    refunding = default(seq[tRefund]);
    relayed = 0;
    foreach (wait in waiting) Say(wait.request, SAID_NO_MORE, default(tOrder));
    waiting = default(seq[(order: int, request: tPlace)]);
    return true;
  }

  // Answers

  fun AnswerWaiting(order: tOrder) {
    var wait: (order: int, request: tPlace);
    var others: seq[(order: int, request: tPlace)];
    if (sizeof(waiting) == 0) return;
    foreach (wait in waiting) {
      if (wait.order == order.id) Say(wait.request, SaidOf(order), order);
      else others += (sizeof(others), wait);
    }
    waiting = others;
  }

  fun AnswerFulfilment(order: tOrder) {
    var refund: tRefundOf;
    var request: tRefund;
    var others: seq[tRefund];
    if (order.id in shipping) {
      send shipping[order.id], eShipped, order.id;
      shipping -= (order.id);
    }
    if (sizeof(refunding) == 0) return;
    foreach (request in refunding) {
      if (request.order != order.id) others += (sizeof(others), request);
      else {
        foreach (refund in order.refunds) {
          if (refund.name == request.name) {
            if (refund.status == WAITING) others += (sizeof(others), request);
            else AnswerRefund(request, refund.status == DONE);
          }
        }
      }
    }
    refunding = others;
  }

  fun AnswerRefund(request: tRefund, done: bool) {
    send request.client, eRefundAnswer, (order = request.order, name = request.name, amount = request.amount, done = done);
  }

  fun Say(request: tPlace, said: tSaid, order: tOrder) {
    var answer: tAnswer;
    answer = (key = request.key, body = request.body, said = said, order = order.id, refusal = NO_REFUSAL);
    if (said == SAID_REFUSED) answer.refusal = order.refusal;
    if (said == SAID_NOTHING_ORDERED || said == SAID_KEY_REUSED) answer.order = 0;
    send request.client, eAnswer, answer;
  }
}
