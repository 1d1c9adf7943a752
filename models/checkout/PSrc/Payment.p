// The payment service and its gateway. A request has up to three commits: what is decided (in the service's database), what is done
// (at the gateway, whose record is no part of that database) and what is entered (in the ledger). Between two of them the request may
// be held up while others run, or die with the process; its caller may be gone all along.

enum tDecision { UNDECIDED, TO_CAPTURE, TO_VOID }

type tTask = (step: tStep, call: tMoney, stage: int, amount: int, process: int);
type tPosition = (held: int, captured: int, refunded: int);

event eGoOn: tTask;
event eReconcile;

machine PaymentService {
  var mistake: tMistake;
  var faults: int;

  // The service's database.
  var payments: map[int, (amount: int, declined: bool, decision: tDecision)];
  var refunds: map[(int, int), (amount: int, entered: bool)];
  var ledger: map[int, tPosition];

  // The gateway: does a thing once for each key, and answers the same each time.
  var answered: map[(int, tStep, int), tOutcome];
  var account: map[int, tPosition];
  var voided: set[int];

  // The process: a request of an earlier one is dead.
  var process: int;
  var tries: int;

  start state Serving {
    entry (setup: (mistake: tMistake, faults: int)) {
      mistake = setup.mistake;
      faults = setup.faults;
    }

    on eAuthorize do (call: tMoney) { Run((step = AUTHORIZE, call = call, stage = 0, amount = call.amount, process = process)); }
    on eCapture do (call: tMoney) { Run((step = CAPTURE, call = call, stage = 0, amount = 0, process = process)); }
    on eVoid do (call: tMoney) { Run((step = VOID, call = call, stage = 0, amount = 0, process = process)); }
    on ePayBack do (call: tMoney) { Run((step = PAY_BACK, call = call, stage = 0, amount = call.amount, process = process)); }
    on eGiveBack do (call: tMoney) { Run((step = GIVE_BACK, call = call, stage = 0, amount = 0, process = process)); }
    on eGoOn do (task: tTask) {
      if (task.process == process) Run(task);
      else Answer(task.call, OUTAGE);
    }

    // What was decided and is not in the ledger is asked of the gateway again, and entered.
    on eReconcile do {
      var order: int;
      var refund: (int, int);
      foreach (order in keys(payments)) {
        if (payments[order].decision == TO_CAPTURE && Ledger(order).captured == 0) Finish(CAPTURE, order, 0, payments[order].amount);
        if (payments[order].decision == TO_VOID && payments[order].amount > 0 && Ledger(order).held > 0) Finish(VOID, order, 0, payments[order].amount);
      }
      foreach (refund in keys(refunds)) {
        if (!refunds[refund].entered) Finish(PAY_BACK, refund.0, refund.1, refunds[refund].amount);
      }
    }
  }

  fun Run(task: tTask) {
    var now: tTask;
    var outcome: tOutcome;
    now = task;
    while (true) {
      if (now.stage == 0) {
        if (now.step == AUTHORIZE || now.step == CAPTURE || now.step == VOID) outcome = Decide(now);
        else {
          now.amount = SetAside(now);
          outcome = WAITING;
          if (now.amount == 0) outcome = DONE;
          if (now.amount < 0) outcome = REFUSED;
          if (now.amount < -1) outcome = OUTAGE;
        }
        if (outcome == WAITING && now.step != AUTHORIZE && now.step != PAY_BACK && now.step != GIVE_BACK) now.amount = payments[now.call.order].amount;
      }
      else if (now.stage == 1) {
        outcome = Perform(now.step, now.call.order, NameOf(now), now.amount, now.call.declines);
        if (outcome == DONE || (outcome == DECLINED && now.step == AUTHORIZE)) {
          if (mistake == MONEY_WITHOUT_RECORD && now.call.outside) return;
          if (outcome == DECLINED) now.amount = 0;
          outcome = WAITING;
        }
      }
      else {
        outcome = Enter(now.step, now.call.order, NameOf(now), now.amount, now.call.declines);
      }

      if (outcome != WAITING) {
        Answer(now.call, outcome);
        return;
      }
      now.stage = now.stage + 1;
      if (faults > 0 && choose(6) == 0) {
        faults = faults - 1;
        if ($) send this, eGoOn, now;
        else {
          process = process + 1;
          Answer(now.call, OUTAGE);
          if (mistake != MONEY_WITHOUT_RECORD) send this, eReconcile;
        }
        return;
      }
    }
  }

  fun Finish(step: tStep, order: int, name: int, amount: int) {
    if (Perform(step, order, name, amount, false) == DONE) Enter(step, order, name, amount, false);
  }

  // The first decision stands. Voiding what never asked for money leaves a tombstone, for a request that arrives late.
  fun Decide(task: tTask): tOutcome {
    var order: int;
    order = task.call.order;
    if (task.step == AUTHORIZE) {
      if (order in payments) return Standing(order);
      return WAITING;
    }
    if (!(order in payments)) {
      if (task.step == CAPTURE) return REFUSED;
      if (mistake == NO_TOMBSTONE_FOR_VOID) return DONE;
      payments[order] = (amount = 0, declined = false, decision = TO_VOID);
    }
    if (payments[order].declined) {
      if (task.step == VOID) return DONE;
      return REFUSED;
    }
    if (payments[order].decision == UNDECIDED) {
      if (task.step == CAPTURE) payments[order].decision = TO_CAPTURE;
      else payments[order].decision = TO_VOID;
    }
    if (payments[order].decision == TO_CAPTURE && task.step == VOID) return REFUSED;
    if (payments[order].decision == TO_VOID && task.step == CAPTURE) return REFUSED;
    if (payments[order].amount > 0 && Ledger(order).held == 0) return DONE;
    return WAITING;
  }

  fun Standing(order: int): tOutcome {
    if (payments[order].declined) return DECLINED;
    if (payments[order].decision == TO_VOID) return REFUSED;
    return DONE;
  }

  // Sets money aside for a refund, before the gateway is asked: what is set aside for one is not there for another.
  // Answers how much, or 0 where nothing is left to do, -1 where it is refused, -2 where it has to wait for what others have begun.
  fun SetAside(task: tTask): int {
    var order: int;
    var name: int;
    var left: int;
    var other: (int, int);
    var isPending: bool;
    order = task.call.order;
    name = NameOf(task);
    if (!(order in payments)) return -1;
    // The name of the shop's own refund cannot be taken from outside.
    if (task.call.outside && name == CancellationRefund() && mistake != INTERNAL_NAME_TAKEN) return -1;
    if ((order, name) in refunds) {
      if (task.step == PAY_BACK && refunds[(order, name)].amount != task.amount) return -1;
      if (refunds[(order, name)].entered) return 0;
      return refunds[(order, name)].amount;
    }
    if (Ledger(order).captured == 0) {
      // Somebody has decided to capture, and will.
      if (payments[order].decision == TO_CAPTURE) return -2;
      return -1;
    }
    left = Ledger(order).captured;
    foreach (other in keys(refunds)) {
      if (other.0 == order) {
        left = left - refunds[other].amount;
        isPending = isPending || !refunds[other].entered;
      }
    }
    if (task.step == GIVE_BACK) {
      if (isPending) return -2;
      if (left == 0) return 0;
    }
    else {
      if (task.amount > left && mistake != REFUND_WITHOUT_SUM_CHECK) return -1;
      left = task.amount;
    }
    refunds[(order, name)] = (amount = left, entered = false);
    return left;
  }

  // The gateway. It holds an amount once, lets it go or takes it, and pays out what it is told to pay out.
  fun Perform(step: tStep, order: int, name: int, amount: int, declines: bool): tOutcome {
    var key: (int, tStep, int);
    var position: tPosition;
    var outcome: tOutcome;
    key = (order, step, name);
    if (step == GIVE_BACK) key = (order, PAY_BACK, name);
    if (step == AUTHORIZE && mistake == AUTHORIZED_AGAIN_ON_REPEAT) {
      tries = tries + 1;
      key = (order, step, tries);
    }
    if (key in answered) return answered[key];

    position = default(tPosition);
    if (order in account) position = account[order];
    outcome = DONE;
    if (step == AUTHORIZE) {
      if (order in voided) outcome = REFUSED;
      else if (declines) outcome = DECLINED;
      else position.held = position.held + amount;
    }
    else if (step == CAPTURE) {
      if (order in voided || position.held == 0) outcome = REFUSED;
      else {
        position.held = position.held - amount;
        position.captured = position.captured + amount;
      }
    }
    else if (step == VOID) {
      if (position.captured > 0) outcome = REFUSED;
      else {
        voided += (order);
        position.held = 0;
      }
    }
    else {
      position.refunded = position.refunded + amount;
    }

    answered[key] = outcome;
    account[order] = position;
    if (outcome == DONE) announce eMoneyMoved, (order = order, step = key.1, name = name, amount = amount);
    return outcome;
  }

  // Enters what the gateway has done, unless it is in the ledger already.
  fun Enter(step: tStep, order: int, name: int, amount: int, declines: bool): tOutcome {
    var position: tPosition;
    position = Ledger(order);
    if (step == AUTHORIZE) {
      if (order in payments) return Standing(order);
      payments[order] = (amount = amount, declined = declines, decision = UNDECIDED);
      if (declines) return DECLINED;
      position.held = amount;
    }
    else if (step == CAPTURE) {
      if (position.captured > 0) return DONE;
      position.held = 0;
      position.captured = amount;
    }
    else if (step == VOID) {
      if (position.held == 0) return DONE;
      position.held = 0;
    }
    else {
      if (refunds[(order, name)].entered) return DONE;
      refunds[(order, name)].entered = true;
      position.refunded = position.refunded + amount;
    }
    ledger[order] = position;
    announce eMoneyEntered, (order = order, step = step, name = name, amount = amount);
    return DONE;
  }

  fun Ledger(order: int): tPosition {
    if (order in ledger) return ledger[order];
    return default(tPosition);
  }

  fun NameOf(task: tTask): int {
    if (task.step == GIVE_BACK) return CancellationRefund();
    return task.call.name;
  }

  fun Answer(call: tMoney, outcome: tOutcome) {
    if (call.driver != 0) send call.caller, eStepAnswer, (driver = call.driver, outcome = outcome);
  }
}
