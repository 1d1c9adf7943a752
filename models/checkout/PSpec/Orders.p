// Each acknowledged order exists, and what a client was told stays true: the same key and body get the same answer, another body gets
// none; "nothing was ordered" is said only where no order ever comes of the key; confirmed once is confirmed until somebody calls it off.
spec PromisesToClients observes ePlaced, eOrderIs, eAnswer, eCancel {
  var orderOf: map[int, tPlaced];
  var keyOf: map[int, int];
  var final: map[int, (said: tSaid, refusal: tRefusal)];
  var toldNothing: set[int];
  var confirmed: set[int];
  var calledOff: set[int];

  start state Watching {
    on eCancel do (order: int) { calledOff += (order); }

    on ePlaced do (placed: tPlaced) {
      assert !(placed.key in orderOf), format("Key {0} has placed a second order.", placed.key);
      orderOf[placed.key] = placed;
      keyOf[placed.order] = placed.key;
    }

    on eOrderIs do (order: tOrderEvent) {
      if (order.status == CONFIRMED) {
        assert !(keyOf[order.order] in toldNothing), format("Nothing was ordered under key {0}, it was said, and now order {1} is confirmed.", keyOf[order.order], order.order);
        confirmed += (order.order);
      }
      if (order.order in confirmed) {
        assert order.status != REJECTED, format("Order {0} was confirmed, and is rejected.", order.order);
        assert order.status != CANCELLED || order.order in calledOff, format("Order {0} was confirmed, and is cancelled although nobody called it off.", order.order);
      }
    }

    on eAnswer do (answer: tAnswer) {
      if (answer.said == SAID_NO_MORE) return;
      assert answer.key in orderOf, format("Key {0} was answered before anything was committed.", answer.key);
      if (answer.said == SAID_KEY_REUSED) {
        assert orderOf[answer.key].body != answer.body, format("Key {0} was refused the body that it stands for.", answer.key);
        return;
      }
      assert orderOf[answer.key].body == answer.body, format("Key {0} was answered for a body that it does not stand for.", answer.key);
      if (answer.order != 0) {
        assert orderOf[answer.key].order == answer.order, format("Key {0} was answered with order {1}, and stands for {2}.", answer.key, answer.order, orderOf[answer.key].order);
      }
      if (answer.key in final) {
        assert final[answer.key] == (said = answer.said, refusal = answer.refusal), format("Key {0} was answered in two ways.", answer.key);
        return;
      }
      if (answer.said == SAID_ACCEPTED) return;

      final[answer.key] = (said = answer.said, refusal = answer.refusal);
      if (answer.said == SAID_CONFIRMED) assert answer.order in confirmed, format("Order {0} is said to be confirmed, and is not.", answer.order);
      if (answer.said == SAID_NOTHING_ORDERED) {
        toldNothing += (answer.key);
        assert !(orderOf[answer.key].order in confirmed), format("Nothing was ordered under key {0}, it is said, but an order is confirmed.", answer.key);
      }
    }
  }
}

// Every order ends, and so does whatever was begun with it later.
spec EveryOrderEnds observes ePlaced, eBegun, eOrderIs {
  var open: set[int];
  start state AllEnded {
    on ePlaced do (placed: tPlaced) { open += (placed.order); goto SomeOpen; }
    on eBegun do (order: int) { open += (order); goto SomeOpen; }
    ignore eOrderIs;
  }
  hot state SomeOpen {
    on ePlaced do (placed: tPlaced) { open += (placed.order); }
    on eBegun do (order: int) { open += (order); }
    on eOrderIs do (order: tOrderEvent) {
      open -= (order.order);
      if (sizeof(open) == 0) goto AllEnded;
    }
  }
}
