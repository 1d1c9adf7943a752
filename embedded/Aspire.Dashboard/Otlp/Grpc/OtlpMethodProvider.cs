using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Aspire.Dashboard.Otlp.Grpc;

/// <summary>
/// Binds the OTLP services by hand instead of through generated base classes, because a request is decoded from its bytes
/// straight into the store and never becomes a message object.
/// </summary>
internal sealed class OtlpMethodProvider : IServiceMethodProvider<OtlpGrpcService>
{
    private static readonly Marshaller<OtlpPayload> Requests = Marshallers.Create(
        static (_, _) => throw new NotSupportedException("Requests are only received."), OtlpPayload.Read);

    private static readonly Marshaller<IMessage> Responses = Marshallers.Create<IMessage>(
        static (message, context) => context.Complete(message.ToByteArray()), static _ => throw new NotSupportedException("Responses are only sent."));

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<OtlpGrpcService> context)
    {
        Add(context, "opentelemetry.proto.collector.trace.v1.TraceService", OtlpSignal.Traces);
        Add(context, "opentelemetry.proto.collector.metrics.v1.MetricsService", OtlpSignal.Metrics);
        Add(context, "opentelemetry.proto.collector.logs.v1.LogsService", OtlpSignal.Logs);
    }

    private static void Add(ServiceMethodProviderContext<OtlpGrpcService> context, string service, OtlpSignal signal) =>
        context.AddUnaryMethod(
            new Method<OtlpPayload, IMessage>(MethodType.Unary, service, "Export", Requests, Responses),
            [],
            (instance, request, _) => instance.Export(signal, request));
}
