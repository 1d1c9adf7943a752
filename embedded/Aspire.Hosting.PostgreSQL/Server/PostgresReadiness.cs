using Aspire.Hosting.Orchestration;
using Npgsql;

namespace Aspire.Hosting.Postgres.Server;

/// <summary>Waits until a server that was just started accepts connections.</summary>
internal static class PostgresReadiness
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(50);

    public static async Task WaitAsync(NpgsqlDataSource admin, ManagedProcess process, CancellationToken cancellationToken)
    {
        for (var delay = FirstDelay; !process.Exited.IsCompleted; delay = delay < LongestDelay ? delay * 1.5 : LongestDelay)
        {
            try
            {
                await using var connection = await admin.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                // It is starting, or recovering what a kill left behind.
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                // The socket is not there yet.
            }

            await Task.Delay(delay, cancellationToken);
        }
    }
}
