using Npgsql;
using Personalization.Abstractions.Stores;
using Personalization.Storage.Files;
using Personalization.Storage.Postgres.Connections;
using Personalization.Storage.Postgres.Schema;

namespace Personalization.Storage.Postgres.Models;

/// <summary>
/// Model versions in a PostgreSQL database. A version is written in one transaction, verified on every read and never
/// changed.
/// </summary>
/// <remarks>
/// Readers of the whole log wait while a large version is written (see <see cref="LogTables"/>): seconds for hundreds
/// of megabytes.
/// </remarks>
public sealed class PostgresModelStore(PostgresDatabase database) : IModelStore
{
    /// <inheritdoc/>
    public async Task WriteAsync(
        string version, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        ModelNames.CheckFiles(files.Keys);
        bool written = await database.WriteAsync(
            (connection, token) => ModelUpload.RunAsync(
                connection,
                version,
                files,
                database.Options.BulkTimeoutSeconds,
                token), cancellationToken).ConfigureAwait(false);
        if (!written)
        {
            throw new IOException($"Model version '{version}' already exists; versions are immutable.");
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>?> ReadAsync(
        string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        return database.ReadAsync(
            (connection, token) => ModelDownload.RunAsync(
                connection, version, database.Options.BulkTimeoutSeconds, token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async (connection, token) =>
            {
                using NpgsqlCommand command = connection.Command("SELECT version FROM model_version ORDER BY version");
                return await command.ReadRowsAsync(reader => reader.GetString(0), token).ConfigureAwait(false);
            }, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        ModelNames.CheckVersion(version);
        return database.WriteAsync(
            async (connection, token) =>
            {
                using NpgsqlCommand command = connection.Command(
                    "DELETE FROM model_version WHERE version = $1", version);
                command.CommandTimeout = database.Options.BulkTimeoutSeconds;
                return await command.ExecuteNonQueryAsync(token).ConfigureAwait(false);
            }, cancellationToken);
    }
}
