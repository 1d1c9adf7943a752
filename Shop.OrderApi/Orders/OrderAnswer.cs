using Microsoft.AspNetCore.Http.HttpResults;

namespace Shop.OrderApi.Orders;

/// <summary>Answers with an order, through the generated serializer.</summary>
internal static class OrderAnswer
{
    /// <summary>The order, and for 201 and 202 where to find it.</summary>
    public static JsonHttpResult<OrderView> Of(HttpResponse response, OrderView order, int status = StatusCodes.Status200OK)
    {
        if (status is StatusCodes.Status201Created or StatusCodes.Status202Accepted) response.Headers.Location = $"/orders/{order.Id}";
        return TypedResults.Json(order, OrderJson.Default.OrderView, statusCode: status);
    }
}
