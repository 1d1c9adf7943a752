using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.ServiceDefaults.Idempotency;

namespace Shop.Database;

/// <summary>
/// Writes that a client may repeat: what they were answered is kept under the client's key, in the transaction of their effect, so that there
/// is never one without the other. Of two requests with one key the second waits for the first one's commit. Each schema has a table
/// <c>idempotent_requests</c> for it.
/// </summary>
public static class IdempotentWrites
{
    /// <summary>Writes in one transaction, once for a key where the request has one, and tells what came of it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="connection">An open connection.</param>
    /// <param name="schema">The module's schema.</param>
    /// <param name="body">What the request asks for; null where its address says all.</param>
    /// <param name="writeAsync">Writes, and answers; it is repeated by nobody. Whatever it answers, it has decided.</param>
    public static async Task<IResult> RunAsync(
        HttpContext http, NpgsqlConnection connection, string schema, object? body, Func<NpgsqlTransaction, Task<IResult>> writeAsync)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(writeAsync);
        var key = IdempotencyHeader.Read(http.Request.Headers);
        if (key is null && http.Request.Headers.ContainsKey(IdempotencyHeader.Name)) return IdempotencyHeader.Invalid();

        await using var transaction = await connection.BeginTransactionAsync();
        if (key is null)
        {
            var answer = await writeAsync(transaction);
            await transaction.CommitAsync();
            return answer;
        }

        var requests = new Requests(connection, schema, key);
        var fingerprint = FingerprintOf(http, body);
        if (!await requests.TryBindAsync(fingerprint)) return await requests.FindAsync(fingerprint);

        var recorded = await RecordedAnswer.OfAsync(await writeAsync(transaction), http.RequestServices);
        await requests.AnswerAsync(recorded);
        await transaction.CommitAsync();
        return recorded;
    }

    /// <summary>Forgets keys: to be one of a module's rules.</summary>
    /// <param name="schema">The module's schema.</param>
    /// <param name="age">How long a key is good for.</param>
    public static RetentionRule Retention(string schema, TimeSpan age) => new(
        "answers to requests", age,
        $"""
        DELETE FROM {schema}.idempotent_requests
        WHERE key = ANY (ARRAY(
            SELECT r.key FROM {schema}.idempotent_requests r
            WHERE r.created_at < $1 ORDER BY r.created_at LIMIT $3 FOR UPDATE SKIP LOCKED))
        """);

    /// <summary>SHA-256 over the meaning of the request: white space and the order of members do not matter.</summary>
    private static byte[] FingerprintOf(HttpContext http, object? body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}\n"));
        if (body is not null)
        {
            var json = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(body, json.GetTypeInfo(body.GetType())));
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The requests of one key: there is one at most.</summary>
    private sealed class Requests(NpgsqlConnection connection, string schema, string key)
    {
        /// <summary>False when the key is bound already. Whoever has just bound it is waited for.</summary>
        public async Task<bool> TryBindAsync(byte[] fingerprint)
        {
            await using var command = Command(
                $"INSERT INTO {schema}.idempotent_requests (key, fingerprint, created_at) VALUES ($1, $2, now()) ON CONFLICT (key) DO NOTHING");
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = fingerprint });
            return await command.ExecuteNonQueryAsync() > 0;
        }

        public async Task AnswerAsync(RecordedAnswer answer)
        {
            await using var command = Command(
                $"UPDATE {schema}.idempotent_requests SET status = $2, content_type = $3, location = $4, etag = $5, body = $6 WHERE key = $1");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = answer.Status });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = answer.ContentType });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = answer.Location });
            command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = answer.ETag });
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = answer.Body.ToArray() });
            await command.ExecuteNonQueryAsync();
        }

        /// <summary>What the same request was answered; a refusal where the key is another one's.</summary>
        public async Task<IResult> FindAsync(byte[] fingerprint)
        {
            await using var command = Command(
                $"SELECT fingerprint, status, content_type, location, etag, body FROM {schema}.idempotent_requests WHERE key = $1");
            await using var reader = await command.ExecuteReaderAsync();
            // Forgotten at this very moment: its time was over, and the request comes too late to be known.
            if (!await reader.ReadAsync() || !CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(0), fingerprint))
                return IdempotencyHeader.Reused();
            var (type, location, tag) = (await TextAsync(2), await TextAsync(3), await TextAsync(4));
            return new RecordedAnswer(reader.GetInt32(1), type, location, tag, reader.GetFieldValue<byte[]>(5)) with { IsReplayed = true };

            async Task<string?> TextAsync(int column) => await reader.IsDBNullAsync(column) ? null : reader.GetString(column);
        }

        private NpgsqlCommand Command(string sql)
        {
#pragma warning disable CA2100 // The schema is the module's own constant.
            var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
            return command;
        }
    }
}
