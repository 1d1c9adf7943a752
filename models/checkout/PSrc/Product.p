// The product service: each request is one transaction, so that a crash falls before or after it. Without volatile state the crash
// shows at the caller only, as a call that did not arrive or an answer that was lost. It is also the receiver of the orders' events.

enum tReservation { RESERVED, COMMITTED, RELEASED }

machine ProductService {
  var mistake: tMistake;
  var onHand: int;
  var reserved: int;
  var sold: int;
  var reservations: map[int, (status: tReservation, pieces: int)];
  var inbox: set[(int, int)];

  start state Serving {
    entry (setup: (mistake: tMistake, stock: int)) {
      mistake = setup.mistake;
      onHand = setup.stock;
    }

    on eReserve do (call: tGoods) {
      if (call.order in reservations && !(mistake == RESERVED_AGAIN_ON_REPEAT && reservations[call.order].status == RESERVED)) {
        if (reservations[call.order].status == RESERVED) Answer(call, DONE);
        else Answer(call, REFUSED);
      }
      else if (onHand - reserved < call.pieces) Answer(call, SHORT);
      else if (mistake == STOCK_CHECKED_BEFORE) send this, eTakeUnchecked, call;
      else Take(call);
    }
    on eTakeUnchecked do (call: tGoods) {
      if (call.order in reservations) Answer(call, DONE);
      else Take(call);
    }

    // A release of what never arrived leaves a tombstone, so that the reservation cannot take hold when it arrives late.
    on eRelease do (call: tGoods) {
      if (!(call.order in reservations)) {
        if (mistake != NO_TOMBSTONE_FOR_RELEASE) reservations[call.order] = (status = RELEASED, pieces = 0);
        Answer(call, DONE);
      }
      else if (reservations[call.order].status == COMMITTED) Answer(call, REFUSED);
      else {
        if (reservations[call.order].status == RESERVED) {
          reserved = reserved - reservations[call.order].pieces;
          reservations[call.order] = (status = RELEASED, pieces = 0);
          Tell(call.order, 0);
        }
        Answer(call, DONE);
      }
    }

    on eCommit do (call: tGoods) {
      if (!(call.order in reservations) || reservations[call.order].status == RELEASED) Answer(call, REFUSED);
      else {
        if (reservations[call.order].status == RESERVED) {
          reserved = reserved - reservations[call.order].pieces;
          onHand = onHand - reservations[call.order].pieces;
          sold = sold + reservations[call.order].pieces;
          reservations[call.order].status = COMMITTED;
          Tell(call.order, reservations[call.order].pieces);
        }
        Answer(call, DONE);
      }
    }

    // The inbox row and the effect are one transaction. A batch that says what is not so here is not acknowledged.
    on eDeliver do (delivery: (relay: machine, batch: int, events: seq[tOrderEvent])) {
      var happened: tOrderEvent;
      foreach (happened in delivery.events) {
        if (happened.status == SHIPPED && (!(happened.order in reservations) || reservations[happened.order].status != COMMITTED)) return;
        if (!((happened.order, happened.version) in inbox) || mistake == NO_INBOX) {
          inbox += ((happened.order, happened.version));
          announce eEventTaken, happened;
        }
      }
      if (delivery.batch != 0) send delivery.relay, eDelivered, delivery.batch;
    }
  }

  fun Take(call: tGoods) {
    reserved = reserved + call.pieces;
    if (call.order in reservations) reservations[call.order].pieces = reservations[call.order].pieces + call.pieces;
    else reservations[call.order] = (status = RESERVED, pieces = call.pieces);
    Tell(call.order, reservations[call.order].pieces);
    Answer(call, DONE);
  }

  fun Tell(order: int, holds: int) {
    announce eStockIs, (order = order, holds = holds, onHand = onHand, reserved = reserved, sold = sold);
  }

  fun Answer(call: tGoods, outcome: tOutcome) {
    if (call.driver != 0) send call.caller, eStepAnswer, (driver = call.driver, outcome = outcome);
  }
}

event eTakeUnchecked: tGoods;
