using Microsoft.AspNetCore.Http.HttpResults;
using Shop.ServiceDefaults.Problems;

namespace Shop.PaymentApi.Ledger;

/// <summary>The one problem that all who look for a payment share; each feature has its own beside it.</summary>
internal static class PaymentProblem
{
    public static ProblemHttpResult NoPayment(Guid orderId) => Problem.NotFound($"Order {orderId} has no payment.");
}
