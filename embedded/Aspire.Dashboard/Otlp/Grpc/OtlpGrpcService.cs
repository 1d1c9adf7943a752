using Google.Protobuf;
using Grpc.Core;

namespace Aspire.Dashboard.Otlp.Grpc;

/// <summary>OTLP over gRPC: the three Export calls.</summary>
internal sealed class OtlpGrpcService(OtlpIngest ingest)
{
    /// <summary>Stores what the request carries.</summary>
    /// <exception cref="RpcException">InvalidArgument: the request is malformed and must not be repeated.</exception>
    internal Task<IMessage> Export(OtlpSignal signal, OtlpPayload request)
    {
        using (request)
        {
            try
            {
                return Task.FromResult(ingest.Ingest(signal, request.Bytes).ToResponse());
            }
            catch (OtlpFormatException e)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, e.Message));
            }
        }
    }
}
