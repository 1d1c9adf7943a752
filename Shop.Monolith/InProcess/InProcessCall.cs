using System.Data.Common;
using Shop.OrderApi.Clients;
using Shop.PaymentApi.Gateway;

namespace Shop.Monolith.InProcess;

/// <summary>A step at another module of the same process.</summary>
internal static class InProcessCall
{
    /// <summary>
    /// Takes a step. What would be a 5xx over HTTP (the database is away, the gateway is silent) is the same here: whether the
    /// step was done is not known, and the order is driven on later.
    /// </summary>
    /// <typeparam name="T">What a done step answers.</typeparam>
    /// <param name="step">The step.</param>
    public static async Task<CallResult<T>> TakeAsync<T>(Func<Task<CallResult<T>>> step)
        where T : class
    {
        try
        {
            return await step();
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or GatewayUncertainException)
        {
            return CallResult<T>.Unavailable(exception.Message);
        }
    }
}
