// What the services and their clients say to each other, and the words that they say it in.

enum tStatus { PENDING, CONFIRMED, SHIPPED, REJECTED, CANCELLED }

// What an order is being driven towards, and the next step on the way. PARK exists only where a mistake brings it back.
enum tGoal { NO_GOAL, TO_CONFIRM, TO_REJECT, TO_CANCEL, TO_SHIP, TO_REFUND }
enum tStep { NO_STEP, RESERVE, AUTHORIZE, VOID, GIVE_BACK, RELEASE, CAPTURE, COMMIT, PAY_BACK, FINISH, PARK }

enum tRefusal { NO_REFUSAL, OUT_OF_STOCK, PAYMENT_DECLINED, NOT_POSSIBLE, CALLED_OFF, GIVEN_UP, UNAVAILABLE }

// What became of a step at another service. OUTAGE: whether it was done is not known.
enum tOutcome { WAITING, DONE, SHORT, DECLINED, REFUSED, OUTAGE }

// What a client hears: 201, 202, 402 or 409, 503 "nothing was ordered", 422, or a connection that breaks.
enum tSaid { SAID_CONFIRMED, SAID_ACCEPTED, SAID_REFUSED, SAID_NOTHING_ORDERED, SAID_KEY_REUSED, SAID_NO_MORE }

// A body is what is asked for: pieces of the one product, and a method that is approved or declined.
type tBody = (pieces: int, declines: bool);
type tPlace = (client: machine, key: int, body: tBody);
type tAnswer = (key: int, body: tBody, said: tSaid, order: int, refusal: tRefusal);

event ePlace: tPlace;
event eAnswer: tAnswer;

// What is done with an order after it was placed. Refunds have a name; asking twice under one name refunds once.
type tRefund = (client: machine, order: int, name: int, amount: int);
event eCancel: int;
event eShip: (client: machine, order: int);
event eShipped: int;
event eRefund: tRefund;
type tRefundAnswer = (order: int, name: int, amount: int, done: bool);
event eRefundAnswer: tRefundAnswer;

// Calls between services. Nobody waits for the answer of a call without a driver (0): its caller has given up or is gone.
type tGoods = (caller: machine, driver: int, order: int, pieces: int);
event eReserve: tGoods;
event eRelease: tGoods;
event eCommit: tGoods;

// outside: not the order service but people who use the payment service directly, and hang up.
type tMoney = (caller: machine, driver: int, order: int, amount: int, name: int, declines: bool, outside: bool);
event eAuthorize: tMoney;
event eCapture: tMoney;
event eVoid: tMoney;
event ePayBack: tMoney;
event eGiveBack: tMoney;
event eStepAnswer: (driver: int, outcome: tOutcome);

// The name under which a cancelled order gives back what was captured.
fun CancellationRefund(): int { return 0; }
fun PriceOfOne(): int { return 2; }

// Events of orders on their way to a receiver, which acknowledges the batch where its number is not 0.
type tOrderEvent = (order: int, version: int, status: tStatus);
event eDeliver: (relay: machine, batch: int, events: seq[tOrderEvent]);
event eDelivered: int;

// What was committed, for the monitors: an order with its key; that something is to be done with it; what has become of it, which is an
// event of the order; stock; a movement of money at the gateway; its entry in the ledger; an event's effect at the receiver.
type tPlaced = (order: int, key: int, body: tBody);
type tStockIs = (order: int, holds: int, onHand: int, reserved: int, sold: int);
type tMovement = (order: int, step: tStep, name: int, amount: int);
event ePlaced: tPlaced;
event eBegun: int;
event eOrderIs: tOrderEvent;
event eStockIs: tStockIs;
event eMoneyMoved: tMovement;
event eMoneyEntered: tMovement;
event eEventTaken: tOrderEvent;
