using System.Collections.Immutable;
using System.Data;
using System.Security.Cryptography;
using Npgsql;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.Models;

/// <summary>Reads a model version in one snapshot and verifies the checksum of every file.</summary>
internal static class ModelDownload
{
    private const string VersionExists = "SELECT EXISTS (SELECT FROM model_version WHERE version = $1)";

    private const string ReadFiles = "SELECT name, bytes, sha256 FROM model_file WHERE version = $1";

    private const string ReadChunks =
        "SELECT content FROM model_chunk WHERE version = $1 AND name = $2 ORDER BY number";

    /// <returns>The files; null if the version does not exist.</returns>
    /// <exception cref="InvalidDataException">A file is missing, has a different length or does not match its
    /// checksum.</exception>
    public static async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> RunAsync(
        NpgsqlConnection connection, string version, int timeout, CancellationToken cancellationToken)
    {
        NpgsqlTransaction transaction = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            using NpgsqlCommand exists = connection.Command(VersionExists, version);
            if (await exists.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not true)
            {
                return null;
            }

            using NpgsqlCommand list = connection.Command(ReadFiles, version);
            List<(string Name, long Bytes, byte[] Hash)> known = await list.ReadRowsAsync(
                reader => (reader.GetString(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)),
                cancellationToken).ConfigureAwait(false);
            ImmutableDictionary<string, ReadOnlyMemory<byte>>.Builder files =
                ImmutableDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
            foreach ((string name, long bytes, byte[] hash) in known)
            {
                byte[] content = new byte[bytes];
                using NpgsqlCommand chunks = connection.Command(ReadChunks, version, name);
                chunks.CommandTimeout = timeout;
                long read = await FillAsync(chunks, content, cancellationToken).ConfigureAwait(false);
                files[name] = read == bytes && SHA256.HashData(content).AsSpan().SequenceEqual(hash)
                    ? content
                    : throw new InvalidDataException(
                        $"Model version '{version}' is corrupt: {name} does not match its checksum.");
            }

            return files.Count > 0
                ? files.ToImmutable()
                : throw new InvalidDataException($"Model version '{version}' is corrupt: it has no files.");
        }
    }

    /// <returns>Total number of bytes; bytes beyond the size of the buffer are counted but not copied.</returns>
    private static async Task<long> FillAsync(NpgsqlCommand chunks, byte[] content, CancellationToken cancellationToken)
    {
        long at = 0;
        NpgsqlDataReader reader = await chunks.ExecuteReaderAsync(
            CommandBehavior.SequentialAccess, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                byte[] chunk = await reader.GetFieldValueAsync<byte[]>(0, cancellationToken).ConfigureAwait(false);
                if (at + chunk.Length <= content.Length)
                {
                    chunk.CopyTo(content, at);
                }

                at += chunk.Length;
            }
        }

        return at;
    }
}
