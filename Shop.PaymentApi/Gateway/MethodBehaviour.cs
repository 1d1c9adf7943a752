using System.Globalization;
using System.Text.RegularExpressions;

namespace Shop.PaymentApi.Gateway;

/// <summary>What the built-in gateway does for a payment method: the same each time, so that tests and demonstrations are.</summary>
/// <param name="Authorization">How an authorization ends.</param>
/// <param name="Failures">How many attempts at it get no answer and do nothing.</param>
/// <param name="LosesAnswer">Whether the attempt that does it gets no answer either.</param>
/// <param name="FailsAlways">Whether captures, voids and refunds fail likewise, and not authorizations only.</param>
internal readonly partial record struct MethodBehaviour(GatewayAnswer Authorization, int Failures = 0, bool LosesAnswer = false, bool FailsAlways = true)
{
    public const string Names = "approve, decline, insufficient-funds, timeout-then-approve, approve-but-lose-answer, fail-N-then-approve (N from 1 to 999)";

    /// <summary>An authorization that goes as planned at the first attempt.</summary>
    public bool IsCertain => Failures == 0 && !LosesAnswer;

    public static MethodBehaviour? Of(string method) => method switch
    {
        "approve" => new(GatewayAnswer.Approved),
        "decline" => new(GatewayAnswer.Declined),
        "insufficient-funds" => new(GatewayAnswer.InsufficientFunds),
        "timeout-then-approve" => new(GatewayAnswer.Approved, Failures: 1),
        "approve-but-lose-answer" => new(GatewayAnswer.Approved, LosesAnswer: true),
        // Only authorizations: a gateway that is down for long must not keep an order from being voided for as long again.
        _ when FailNTimes().Match(method) is { Success: true } match =>
            new(GatewayAnswer.Approved, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), FailsAlways: false),
        _ => null,
    };

    [GeneratedRegex("^fail-([1-9][0-9]{0,2})-then-approve\\z")]
    private static partial Regex FailNTimes();
}
