using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Shop.OrderApi.Clients;
using Shop.OrderApi.Orders;
using Shop.PaymentApi.Authorizations;
using Shop.PaymentApi.Gateway;
using Shop.PaymentApi.Ledger;
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
    public Task<CallResult<Done>> AuthorizeAsync(Order order, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var errors = new AuthorizationRequest(order.Total, order.Currency, order.PaymentMethod).Validate();
            if (errors.Count > 0)
                return Refused<Done>(Problem.Invalid(errors));
            if (!gateway.Knows(order.PaymentMethod))
                return Refused<Done>(AuthorizationProblem.UnknownMethod(order.PaymentMethod, gateway));
            var outcome = await authorizations.AuthorizeAsync(new(order.Id, order.Total, order.Currency, order.PaymentMethod));
            return outcome is AuthorizationOutcome.Approved approved
                ? DoneWhere(Answer(approved.Payment).Holds(order), approved.Payment)
                : Refused<Done>(AuthorizationProblem.Of(order.Id, outcome));
        });

    /// <inheritdoc/>
    public Task<CallResult<Done>> CaptureAsync(Order order, CancellationToken cancellationToken) =>
        SettleAsync(order, settlements.CaptureAsync, answer => answer.HasTaken(order));

    /// <inheritdoc/>
    public Task<CallResult<Done>> VoidAsync(Order order, CancellationToken cancellationToken) =>
        SettleAsync(order, settlements.VoidAsync, answer => answer.HasLetGo(order));

    /// <inheritdoc/>
    public Task<CallResult<GivenBack>> RefundAsync(Order order, string? refundId, decimal? amount, CancellationToken cancellationToken) =>
        InProcessCall.TakeAsync(async () =>
        {
            var outcome = await refunds.RefundAsync(order.Id, refundId, amount);
            if (outcome is not RefundOutcome.Done done)
                return Refused<GivenBack>(RefundProblem.Of(order.Id, outcome));
            return Answer(done.Payment).HasGivenBack(order, amount)
                ? CallResult<GivenBack>.Of(new(done.Payment.Refunded))
                : CallResult<GivenBack>.Unavailable(NotYet(done.Payment));
        });

    private Task<CallResult<Done>> SettleAsync(
        Order order, Func<Guid, Task<SettlementOutcome>> settle, Func<PaymentAnswer, bool> isDone) =>
        InProcessCall.TakeAsync(async () =>
        {
            var outcome = await settle(order.Id);
            return outcome is SettlementOutcome.Done done
                ? DoneWhere(isDone(Answer(done.Payment)), done.Payment)
                : Refused<Done>(SettlementProblem.Of(order.Id, outcome));
        });

    /// <summary>The rules that an answer off the wire is held against hold here as well: nothing is done before the money says so.</summary>
    private static CallResult<Done> DoneWhere(bool isDone, PaymentResponse payment) =>
        isDone ? Done.Result : CallResult<Done>.Unavailable(NotYet(payment));

    private static string NotYet(PaymentResponse payment) => $"The payment is {payment.Status}, {payment.Captured} of {payment.Amount} taken, {payment.Refunded} given back.";

    private static PaymentAnswer Answer(PaymentResponse payment) =>
        new(payment.OrderId, payment.Amount, payment.Currency, payment.Status.ToString(), payment.Captured, payment.Refunded);

    private CallResult<T> Refused<T>(ProblemHttpResult problem)
        where T : class =>
        CallResult<T>.Refused(Refusals.From(problem, json.Value.SerializerOptions));
}
