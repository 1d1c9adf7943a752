// For each promise the mistake that breaks it. Each is a few lines of the model, marked where they are with its name.

enum tMistake {
  NONE,
  // The request and its key
  IDEMPOTENCY_REMOVED,          // every request places an order
  KEY_LOOKED_UP_BEFORE,         // look the key up, then insert: two requests at once both find nothing
  FINGERPRINT_IGNORED,          // another body under the key is answered with the first one's order
  NOTHING_ORDERED_ON_TIMEOUT,   // "nothing was ordered" although somebody still drives the order
  REFUSED_KEY_IS_FREE_AGAIN,    // the key is forgotten after "nothing was ordered": a repeat on its way places an order
  PARKED_ORDER_IS_REVIVED,      // "nothing was ordered" before that is final: a repeat on its way takes the order up again
  ACKNOWLEDGED_BEFORE_COMMIT,   // 202 for an order that is only in memory
  // The driver
  LEASE_IGNORED,                // who has lost the lease writes all the same
  NO_WORKER,                    // nobody takes up what a crash left behind
  PAYMENT_BEFORE_RESERVATION,   // money first; when the stock says no, nobody thinks of it
  VOID_ONLY_WHAT_I_DID,         // who takes an order up believes that payment was never asked
  OTHER_ORDERS_ANSWER_TRUSTED,  // any 2xx is taken for "done"
  ANY_REFUSAL_TRUSTED,          // any 4xx is taken for the service's "no"
  // Events
  EVENT_OUTSIDE_TRANSACTION,    // the state is committed, then its event
  MARKED_BEFORE_PUBLISHED,
  NO_INBOX,
  // Stock
  STOCK_CHECKED_BEFORE,         // check, then reserve: two orders at once both find the last piece
  RESERVED_AGAIN_ON_REPEAT,
  NO_TOMBSTONE_FOR_RELEASE,
  // Money
  AUTHORIZED_AGAIN_ON_REPEAT,   // a new key at the gateway for each try
  NO_TOMBSTONE_FOR_VOID,
  REFUND_WITHOUT_SUM_CHECK,
  REFUND_NAME_HIDES_AMOUNT,     // the same name with another amount is answered "done"
  INTERNAL_NAME_TAKEN,          // anybody may name a refund as the cancellation does
  MONEY_WITHOUT_RECORD          // the client hangs up between the gateway's doing and the ledger's entry
}
