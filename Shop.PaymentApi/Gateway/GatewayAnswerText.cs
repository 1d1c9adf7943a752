namespace Shop.PaymentApi.Gateway;

/// <summary>Answers as the record keeps them, and as reasons that clients see.</summary>
internal static class GatewayAnswerText
{
    public static string ToText(this GatewayAnswer answer) => answer switch
    {
        GatewayAnswer.Approved => "approved",
        GatewayAnswer.Declined => "declined",
        GatewayAnswer.InsufficientFunds => "insufficient-funds",
        GatewayAnswer.Refused => "refused",
        _ => "key-reused",
    };

    public static GatewayAnswer Parse(string text) => Enum.GetValues<GatewayAnswer>().Single(answer => answer.ToText() == text);
}
