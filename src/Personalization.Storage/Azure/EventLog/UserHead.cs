using Azure;
using Azure.Data.Tables;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>What a user's log ends with. Every append replaces it on its etag: that is the fence.</summary>
/// <param name="Last">The last sequence number; 0 when there is none.</param>
/// <param name="ErasedTo">Entries up to this number are erased, whether their rows are gone already or not.</param>
/// <param name="IsErasing">Whether erased rows may still be there.</param>
/// <param name="Position">The position of the last append's first entry.</param>
/// <param name="Etag">The row's etag; null when there is no row.</param>
internal sealed record UserHead(long Last, long ErasedTo, bool IsErasing, long Position, ETag? Etag)
{
    /// <summary>The head of a user who has none.</summary>
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

    /// <summary>The change that puts this head in the place of one.</summary>
    public TableTransactionAction Replace(string partition, UserHead before) => before.Etag is { } etag
        ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, Write(partition), etag)
        : new TableTransactionAction(TableTransactionActionType.Add, Write(partition));
}
