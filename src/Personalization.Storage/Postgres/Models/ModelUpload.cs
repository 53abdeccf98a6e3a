using System.Security.Cryptography;
using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.Models;

/// <summary>Writes a model version in one transaction, in chunks that limit memory use on both sides.</summary>
internal static class ModelUpload
{
    /// <summary>Number of bytes per chunk.</summary>
    public const int ChunkBytes = 1 << 20;

    private const string InsertVersion = "INSERT INTO model_version (version) VALUES ($1) ON CONFLICT DO NOTHING";

    private const string InsertFile = "INSERT INTO model_file (version, name, bytes, sha256) VALUES ($1, $2, $3, $4)";

    private const string InsertChunk =
        "INSERT INTO model_chunk (version, name, number, content) VALUES ($1, $2, $3, $4)";

    /// <returns>False if the version already exists; nothing was written. Waits for a concurrent writer of the
    /// version.</returns>
    public static async Task<bool> RunAsync(
        NpgsqlConnection connection,
        string version,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files,
        int timeout,
        CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            using NpgsqlCommand insert = connection.Command(InsertVersion, version);
            insert.CommandTimeout = timeout;
            if (await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            foreach ((string name, ReadOnlyMemory<byte> content) in files)
            {
                await WriteFileAsync(connection, version, name, content, cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
    }

    private static async Task WriteFileAsync(
        NpgsqlConnection connection,
        string version,
        string name,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken)
    {
        using NpgsqlCommand file = connection.Command(
            InsertFile, version, name, (long)content.Length).With(SHA256.HashData(content.Span));
        _ = await file.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        for (int at = 0, number = 0; at < content.Length; at += ChunkBytes, number++)
        {
            using NpgsqlCommand chunk = connection.Command(
                InsertChunk, version, name, number).With(content.Slice(at, Math.Min(ChunkBytes, content.Length - at)));
            _ = await chunk.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
