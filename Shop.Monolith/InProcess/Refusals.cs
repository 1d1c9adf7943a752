using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Shop.OrderApi.Orders;

namespace Shop.Monolith.InProcess;

/// <summary>Turns a module's problem into the order module's refusal, as the HTTP clients do with the same problem off the wire.</summary>
internal static class Refusals
{
    /// <summary>The refusal that a problem stands for.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="json">How the host writes JSON: what a module adds to a problem is a type of its own.</param>
    public static Refusal From(ProblemHttpResult problem, JsonSerializerOptions json)
    {
        var details = problem.ProblemDetails;
        var reason = details.Extensions.TryGetValue("reason", out var why) ? why as string : null;
        return Refusal.From(problem.StatusCode, details.Type!, details.Title, details.Detail, reason) with
        {
            Products = details.Extensions.TryGetValue("products", out var products) && products is not null
                ? JsonSerializer.SerializeToElement(products, json.GetTypeInfo(products.GetType()))
                : null,
        };
    }
}
