using Azure;
using Azure.Data.Tables;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// State at the end of a user's log. Every append replaces the head on its etag, which fences stale writers.
/// </summary>
/// <param name="Last">Last sequence number; 0 if there is none.</param>
/// <param name="ErasedTo">Entries up to this sequence number are erased, even if their rows still exist.</param>
/// <param name="IsErasing">Whether rows of erased entries may still exist.</param>
/// <param name="Position">Log position of the first entry of the last append.</param>
/// <param name="Etag">Etag of the row; null if there is no row.</param>
internal sealed record UserHead(long Last, long ErasedTo, bool IsErasing, long Position, ETag? Etag)
{
    /// <summary>The head of a user without a head row.</summary>
    public static readonly UserHead None = new(0, 0, IsErasing: false, 0, Etag: null);

    public static UserHead Read(TableEntity row) => new(
        row.GetInt64(nameof(Last)) ?? 0,
        row.GetInt64(nameof(ErasedTo)) ?? 0,
        row.GetBoolean(nameof(IsErasing)) ?? false,
        row.GetInt64(nameof(Position)) ?? 0, row.ETag);

    public TableEntity Write(string partition) => new(partition, TableKeys.Head)
    {
        [nameof(Last)] = Last,
        [nameof(ErasedTo)] = ErasedTo,
        [nameof(IsErasing)] = IsErasing,
        [nameof(Position)] = Position,
    };

    /// <summary>Creates the transaction action that replaces another head with this one.</summary>
    public TableTransactionAction Replace(string partition, UserHead before) => before.Etag is { } etag
        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, Write(partition), etag)
        : new TableTransactionAction(TableTransactionActionType.Add, Write(partition));
}
