using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Announcement of a group of appends: the users, the entries about to be written and their positions.
/// </summary>
/// <remarks>
/// Azure tables have no order across partitions. The order of the announcements defines the order of the whole log.
/// </remarks>
/// <param name="Position">Position of the group, which is the position of its first entry.</param>
/// <param name="Items">The appends, ordered by position.</param>
internal sealed record LogIntent(long Position, IReadOnlyList<LogIntent.Item> Items)
{
    private const byte Format = 1;

    public static LogIntent Read(TableEntity row)
    {
        long position = long.Parse(row.RowKey, CultureInfo.InvariantCulture);
        using BinaryReader reader = new(new MemoryStream(BinaryColumns.Read(row) ?? []), Encoding.UTF8);
        if (reader.ReadByte() != Format)
        {
            throw new InvalidDataException(
                $"The announcement {row.RowKey} has a format that this engine version does not know.");
        }

        Item[] items = new Item[reader.ReadInt32()];
        long next = position;
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = new Item(reader.ReadString(), reader.ReadInt64(), reader.ReadInt32(), next);
            next += items[i].Count;
        }

        return new LogIntent(position, items);
    }

    /// <summary>Creates the row that announces a group at a position.</summary>
    public static TableEntity Write(long position, IReadOnlyList<AppendAttempt> group)
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Format);
            writer.Write(group.Count);
            foreach (AppendAttempt attempt in group)
            {
                writer.Write(attempt.Append.UserKey);
                writer.Write(attempt.Append.Entries.First);
                writer.Write(attempt.Append.Entries.Count);
            }
        }

        TableEntity row = new(LogPosition.Partition(position), TableKeys.Number(position));
        BinaryColumns.Write(row, bytes.ToArray());
        return row;
    }

    /// <summary>One announced append.</summary>
    /// <param name="UserKey">Key of the user.</param>
    /// <param name="First">Sequence number of the first entry.</param>
    /// <param name="Count">Number of entries, >= 1.</param>
    /// <param name="Position">Log position of the first entry.</param>
    internal readonly record struct Item(string UserKey, long First, int Count, long Position);
}
