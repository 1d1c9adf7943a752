namespace Shop.ServiceDefaults.Access;

/// <summary>What the services call themselves: their names in service discovery, and in the credentials that they show each other.</summary>
public static class ServiceNames
{
    /// <summary>Catalogue, stock and reservations.</summary>
    public const string Products = "product-api";

    /// <summary>Orders and checkout.</summary>
    public const string Orders = "order-api";

    /// <summary>Authorizations, captures and refunds.</summary>
    public const string Payments = "payment-api";

    /// <summary>Whoever asks for rounds of work where the platform lets nothing run by itself. No part of the shop: it is in no service discovery.</summary>
    public const string Scheduler = "scheduler";
}
