// What a real shop has done, read from a file that its fault tests have written (Shop.Proof/Model), and told to the same monitors that
// judge the model. Each schedule reads the next of the files in the directory that SHOP_HISTORIES names.

// Goes to the next event; false after the last one. Then the event's first word, and what follows it: numbers and names.
fun ReadEvent(): bool;
fun Word(): string;
fun Number(place: int): int;
fun Name(place: int): string;

machine Replay {
  start state Telling {
    entry {
      while (ReadEvent()) Tell(Word());
    }
  }

  fun Tell(word: string) {
    if (word == "placed") announce ePlaced, (order = Number(1), key = Number(2), body = (pieces = Number(3), declines = Number(4) == 1));
    else if (word == "begun") announce eBegun, Number(1);
    else if (word == "is") announce eOrderIs, Change();
    else if (word == "taken") announce eEventTaken, Change();
    else if (word == "stock") announce eStockIs, (order = Number(1), holds = Number(2), onHand = Number(3), reserved = Number(4), sold = Number(5));
    else if (word == "moved") announce eMoneyMoved, Movement();
    else if (word == "entered") announce eMoneyEntered, Movement();
    else if (word == "cancel") announce eCancel, Number(1);
    else if (word == "refund-answer") announce eRefundAnswer, (order = Number(1), name = Number(2), amount = Number(3), done = true);
    else if (word == "answer") {
      announce eAnswer, (
        key = Number(1), body = (pieces = Number(2), declines = Number(3) == 1), said = SaidNamed(Name(4)), order = Number(5), refusal = RefusalNamed(Name(6)));
    }
    else assert false, format("Nobody knows what {0} is.", word);
  }

  fun Change(): tOrderEvent { return (order = Number(1), version = Number(2), status = StatusNamed(Name(3))); }

  fun Movement(): tMovement { return (order = Number(1), step = StepNamed(Name(2)), name = Number(3), amount = Number(4)); }

  fun StatusNamed(name: string): tStatus {
    if (name == "Confirmed") return CONFIRMED;
    if (name == "Shipped") return SHIPPED;
    if (name == "Rejected") return REJECTED;
    assert name == "Cancelled", format("No order ends {0}.", name);
    return CANCELLED;
  }

  fun StepNamed(name: string): tStep {
    if (name == "authorize") return AUTHORIZE;
    if (name == "capture") return CAPTURE;
    if (name == "void") return VOID;
    assert name == "refund", format("No money moves by {0}.", name);
    return PAY_BACK;
  }

  fun SaidNamed(name: string): tSaid {
    if (name == "SAID_CONFIRMED") return SAID_CONFIRMED;
    if (name == "SAID_ACCEPTED") return SAID_ACCEPTED;
    if (name == "SAID_REFUSED") return SAID_REFUSED;
    if (name == "SAID_NOTHING_ORDERED") return SAID_NOTHING_ORDERED;
    assert name == "SAID_KEY_REUSED", format("Nobody says {0}.", name);
    return SAID_KEY_REUSED;
  }

  fun RefusalNamed(name: string): tRefusal {
    if (name == "NO_REFUSAL") return NO_REFUSAL;
    if (name == "OUT_OF_STOCK") return OUT_OF_STOCK;
    if (name == "PAYMENT_DECLINED") return PAYMENT_DECLINED;
    if (name == "CALLED_OFF") return CALLED_OFF;
    if (name == "GIVEN_UP") return GIVEN_UP;
    if (name == "UNAVAILABLE") return UNAVAILABLE;
    assert name == "NOT_POSSIBLE", format("Nothing is refused for {0}.", name);
    return NOT_POSSIBLE;
  }
}

test tcReplay [main=Replay]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in { Replay };
