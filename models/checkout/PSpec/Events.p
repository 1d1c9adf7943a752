// Every event of an order is published at least once, names its order, and has its effect at the receiver exactly once.
spec EveryEventTakesEffectOnce observes eOrderIs, eEventTaken {
  var owed: set[(int, int)];
  var taken: set[(int, int)];

  start state AllTaken {
    on eOrderIs do (happened: tOrderEvent) { owed += ((happened.order, happened.version)); goto SomeOwed; }
    on eEventTaken do Take;
  }
  hot state SomeOwed {
    on eOrderIs do (happened: tOrderEvent) { owed += ((happened.order, happened.version)); }
    on eEventTaken do (happened: tOrderEvent) {
      Take(happened);
      if (sizeof(owed) == 0) goto AllTaken;
    }
  }

  fun Take(happened: tOrderEvent) {
    assert !((happened.order, happened.version) in taken), format("The event of order {0} at version {1} has taken effect twice.", happened.order, happened.version);
    assert (happened.order, happened.version) in owed, format("An event of order {0} at version {1} has taken effect that nobody committed.", happened.order, happened.version);
    taken += ((happened.order, happened.version));
    owed -= ((happened.order, happened.version));
  }
}
