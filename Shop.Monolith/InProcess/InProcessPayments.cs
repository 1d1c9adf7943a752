using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Clients;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Refunds;
using Shop.PaymentApi.Settlements;
using Shop.ServiceDefaults.Problems;

namespace Shop.Monolith.InProcess;

/// <summary>The payment module, called without a wire in between.</summary>
/// <param name="authorizations">Holds money.</param>
/// <param name="settlements">Takes it or lets it go.</param>
/// <param name="refunds">Gives it back.</param>
/// <param name="gateway">Knows the payment methods.</param>
/// <param name="json">How the host writes JSON.</param>
internal sealed class InProcessPayments(
    AuthorizationHandler authorizations, SettlementHandler settlements, RefundHandler refunds, IPaymentGateway gateway, IOptions<JsonOptions> json) : IPayments
{
    /// <inheritdoc/>
    public Task<CallResult<Done>> AuthorizeAsync(
        Guid orderId, decimal amount, string currency, string method, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var errors = new AuthorizationRequest(amount, currency, method).Validate(gateway);
            if (errors.Count > 0)
                return Refused(Problem.Invalid(errors));
            var outcome = await authorizations.AuthorizeAsync(new(orderId, amount, currency, method));
            return outcome is AuthorizationOutcome.Approved ? Done.Result : Refused(AuthorizationProblem.Of(orderId, outcome));
        });

    /// <inheritdoc/>
    public Task<CallResult<Done>> CaptureAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, settlements.CaptureAsync);

    /// <inheritdoc/>
    public Task<CallResult<Done>> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        SettleAsync(orderId, settlements.VoidAsync);

    /// <inheritdoc/>
    public Task<CallResult<Done>> RefundAsync(Guid orderId, string? refundId, decimal? amount, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var outcome = await refunds.RefundAsync(orderId, refundId, amount);
            return outcome is RefundOutcome.Done ? Done.Result : Refused(RefundProblem.Of(orderId, outcome));
        });

    private Task<CallResult<Done>> SettleAsync(
        Guid orderId, Func<Guid, Task<SettlementOutcome>> settle) =>
        InProcessCall.TakeAsync(async () =>
        {
            var outcome = await settle(orderId);
            return outcome is SettlementOutcome.Done ? Done.Result : Refused(SettlementProblem.Of(orderId, outcome));
        });

    private CallResult<Done> Refused(ProblemHttpResult problem) =>
        CallResult<Done>.Refused(Refusals.From(problem, json.Value.SerializerOptions));
}
