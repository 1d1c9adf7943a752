namespace Shop.Tests.Hosting;

/// <summary>A part of the shop: a service of its own, or a module of the one process.</summary>
public enum Part
{
    /// <summary>Catalogue, stock, reservations, sales.</summary>
    Products,

    /// <summary>Orders, their checkout and their events.</summary>
    Orders,

    /// <summary>Authorizations, settlements, refunds.</summary>
    Payments,

    /// <summary>The pages for people.</summary>
    Web,
}
