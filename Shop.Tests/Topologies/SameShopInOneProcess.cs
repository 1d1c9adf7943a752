using Shop.Tests.Access;
using Shop.Tests.Hosting;
using Shop.Tests.Orders;
using Shop.Tests.Products;

namespace Shop.Tests.Topologies;

// What holds for the services holds for the monolith, in both ways of committing: the same tests, another shape.

/// <summary>Orders in one process and one transaction.</summary>
public sealed class PlacingAnOrderInOneTransaction(MonolithFixture shop) : PlacingAnOrder(shop);

/// <summary>Orders in one process, step by step.</summary>
public sealed class PlacingAnOrderInSteps(MonolithInStepsFixture shop) : PlacingAnOrder(shop);

/// <summary>What is no order is refused by one process as by three.</summary>
public sealed class MalformedOrdersInOneProcess(MonolithFixture shop) : MalformedOrders(shop);

/// <summary>Races of an order in one process and one transaction.</summary>
public sealed class RacesOfAnOrderInOneTransaction(MonolithFixture shop) : RacesOfAnOrder(shop);

/// <summary>The last piece, in one transaction.</summary>
public sealed class CheckoutUnderContentionInOneTransaction(MonolithFixture shop) : CheckoutUnderContention(shop);

/// <summary>The last piece, step by step.</summary>
public sealed class CheckoutUnderContentionInSteps(MonolithInStepsFixture shop) : CheckoutUnderContention(shop);

/// <summary>What an order gives back, without a wire between orders and payments.</summary>
public sealed class RefundingAnOrderInOneProcess(MonolithFixture shop) : RefundingAnOrder(shop);

/// <summary>What was sold is counted without a wire between orders and products.</summary>
public sealed class SalesOfProductsInOneProcess(MonolithFixture shop) : SalesOfProducts(shop);

/// <summary>What a customer agreed to is what they pay, in one transaction too.</summary>
public sealed class ExpectedTotalsInOneTransaction(MonolithFixture shop) : ExpectedTotals(shop);

/// <summary>One process is as closed as three.</summary>
public sealed class WhatNobodyElseMayDoInOneProcess(MonolithFixture shop) : WhatNobodyElseMayDo(shop);
