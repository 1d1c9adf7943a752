// One run: a stock of one or two pieces, one or two clients with a key each, up to three faults.
fun OpenShop(mistake: tMistake) {
  var products: machine;
  var payments: machine;
  var orders: machine;
  var client: int;
  var faults: int;
  var clients: int;
  faults = choose(4);
  products = new ProductService((mistake = mistake, stock = 1 + choose(2)));
  payments = new PaymentService((mistake = mistake, faults = choose(2)));
  orders = new OrderService((mistake = mistake, products = products, payments = payments, faults = faults));
  clients = 1;
  if (choose(5) == 0) clients = 2;
  while (client < clients) {
    client = client + 1;
    new Client((orders = orders, payments = payments, key = client, body = (pieces = 1 + choose(2), declines = choose(5) == 0)));
  }
}

machine Correct { start state Run { entry { OpenShop(NONE); } } }
machine IdempotencyRemoved { start state Run { entry { OpenShop(IDEMPOTENCY_REMOVED); } } }
machine KeyLookedUpBefore { start state Run { entry { OpenShop(KEY_LOOKED_UP_BEFORE); } } }
machine FingerprintIgnored { start state Run { entry { OpenShop(FINGERPRINT_IGNORED); } } }
machine NothingOrderedOnTimeout { start state Run { entry { OpenShop(NOTHING_ORDERED_ON_TIMEOUT); } } }
machine RefusedKeyIsFreeAgain { start state Run { entry { OpenShop(REFUSED_KEY_IS_FREE_AGAIN); } } }
machine ParkedOrderIsRevived { start state Run { entry { OpenShop(PARKED_ORDER_IS_REVIVED); } } }
machine AcknowledgedBeforeCommit { start state Run { entry { OpenShop(ACKNOWLEDGED_BEFORE_COMMIT); } } }
machine LeaseIgnored { start state Run { entry { OpenShop(LEASE_IGNORED); } } }
machine NoWorker { start state Run { entry { OpenShop(NO_WORKER); } } }
machine PaymentBeforeReservation { start state Run { entry { OpenShop(PAYMENT_BEFORE_RESERVATION); } } }
machine VoidOnlyWhatIDid { start state Run { entry { OpenShop(VOID_ONLY_WHAT_I_DID); } } }
machine OtherOrdersAnswerTrusted { start state Run { entry { OpenShop(OTHER_ORDERS_ANSWER_TRUSTED); } } }
machine AnyRefusalTrusted { start state Run { entry { OpenShop(ANY_REFUSAL_TRUSTED); } } }
machine EventOutsideTransaction { start state Run { entry { OpenShop(EVENT_OUTSIDE_TRANSACTION); } } }
machine MarkedBeforePublished { start state Run { entry { OpenShop(MARKED_BEFORE_PUBLISHED); } } }
machine NoInbox { start state Run { entry { OpenShop(NO_INBOX); } } }
machine StockCheckedBefore { start state Run { entry { OpenShop(STOCK_CHECKED_BEFORE); } } }
machine ReservedAgainOnRepeat { start state Run { entry { OpenShop(RESERVED_AGAIN_ON_REPEAT); } } }
machine NoTombstoneForRelease { start state Run { entry { OpenShop(NO_TOMBSTONE_FOR_RELEASE); } } }
machine AuthorizedAgainOnRepeat { start state Run { entry { OpenShop(AUTHORIZED_AGAIN_ON_REPEAT); } } }
machine NoTombstoneForVoid { start state Run { entry { OpenShop(NO_TOMBSTONE_FOR_VOID); } } }
machine RefundWithoutSumCheck { start state Run { entry { OpenShop(REFUND_WITHOUT_SUM_CHECK); } } }
machine RefundNameHidesAmount { start state Run { entry { OpenShop(REFUND_NAME_HIDES_AMOUNT); } } }
machine InternalNameTaken { start state Run { entry { OpenShop(INTERNAL_NAME_TAKEN); } } }
machine MoneyWithoutRecord { start state Run { entry { OpenShop(MONEY_WITHOUT_RECORD); } } }

module Shop = { OrderService, ProductService, PaymentService, Client };

test tcCorrect [main=Correct]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { Correct });
test tcMistakeIdempotencyRemoved [main=IdempotencyRemoved]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { IdempotencyRemoved });
test tcMistakeKeyLookedUpBefore [main=KeyLookedUpBefore]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { KeyLookedUpBefore });
test tcMistakeFingerprintIgnored [main=FingerprintIgnored]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { FingerprintIgnored });
test tcMistakeNothingOrderedOnTimeout [main=NothingOrderedOnTimeout]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { NothingOrderedOnTimeout });
test tcMistakeRefusedKeyIsFreeAgain [main=RefusedKeyIsFreeAgain]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { RefusedKeyIsFreeAgain });
test tcMistakeParkedOrderIsRevived [main=ParkedOrderIsRevived]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { ParkedOrderIsRevived });
test tcMistakeAcknowledgedBeforeCommit [main=AcknowledgedBeforeCommit]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { AcknowledgedBeforeCommit });
test tcMistakeLeaseIgnored [main=LeaseIgnored]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { LeaseIgnored });
test tcMistakeNoWorker [main=NoWorker]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { NoWorker });
test tcMistakePaymentBeforeReservation [main=PaymentBeforeReservation]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { PaymentBeforeReservation });
test tcMistakeVoidOnlyWhatIDid [main=VoidOnlyWhatIDid]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { VoidOnlyWhatIDid });
test tcMistakeOtherOrdersAnswerTrusted [main=OtherOrdersAnswerTrusted]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { OtherOrdersAnswerTrusted });
test tcMistakeAnyRefusalTrusted [main=AnyRefusalTrusted]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { AnyRefusalTrusted });
test tcMistakeEventOutsideTransaction [main=EventOutsideTransaction]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { EventOutsideTransaction });
test tcMistakeMarkedBeforePublished [main=MarkedBeforePublished]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { MarkedBeforePublished });
test tcMistakeNoInbox [main=NoInbox]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { NoInbox });
test tcMistakeStockCheckedBefore [main=StockCheckedBefore]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { StockCheckedBefore });
test tcMistakeReservedAgainOnRepeat [main=ReservedAgainOnRepeat]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { ReservedAgainOnRepeat });
test tcMistakeNoTombstoneForRelease [main=NoTombstoneForRelease]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { NoTombstoneForRelease });
test tcMistakeAuthorizedAgainOnRepeat [main=AuthorizedAgainOnRepeat]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { AuthorizedAgainOnRepeat });
test tcMistakeNoTombstoneForVoid [main=NoTombstoneForVoid]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { NoTombstoneForVoid });
test tcMistakeRefundWithoutSumCheck [main=RefundWithoutSumCheck]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { RefundWithoutSumCheck });
test tcMistakeRefundNameHidesAmount [main=RefundNameHidesAmount]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { RefundNameHidesAmount });
test tcMistakeInternalNameTaken [main=InternalNameTaken]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { InternalNameTaken });
test tcMistakeMoneyWithoutRecord [main=MoneyWithoutRecord]:
  assert PromisesToClients, EveryOrderEnds, StockIsKept, MoneyIsKept, LedgerBalances, EveryEventTakesEffectOnce
  in (union Shop, { MoneyWithoutRecord });
