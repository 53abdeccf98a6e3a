using System.Buffers.Binary;
using System.Globalization;
using Azure.Data.Tables;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// Row of consecutive entries of one user. The row key is the sequence number of the last entry, so "all after N" is
/// one key range. The column <c>Index</c> has the hash of the event id (0 for entries that are not events) and the
/// length of each entry. The data columns hold the entries.
/// </summary>
internal sealed class LogSegment
{
    /// <summary>Name of the column with hashes and lengths.</summary>
    public const string IndexColumn = "Index";

    /// <summary>Name of the column with the log position of the first entry.</summary>
    public const string PositionColumn = "Position";

    private const int IndexBytes = sizeof(long) + sizeof(int);

    private readonly TableEntity _row;
    private readonly byte[] _index;

    private LogSegment(TableEntity row)
    {
        _row = row;
        _index = row.GetBinary(IndexColumn)
            ?? throw new InvalidDataException($"Log segment {row.PartitionKey} {row.RowKey} has no index.");
        Last = long.Parse(row.RowKey, CultureInfo.InvariantCulture);
        Position = row.GetInt64(PositionColumn) ?? 0;
    }

    /// <summary>Sequence number of the first entry.</summary>
    public long First => Last - (_index.Length / IndexBytes) + 1;

    /// <summary>Sequence number of the last entry.</summary>
    public long Last { get; }

    /// <summary>Log position of the first entry; identifies the attempt that wrote the row.</summary>
    public long Position { get; }

    /// <summary>Wraps a row. If it was read without its data columns, only the hashes are available.</summary>
    public static LogSegment Read(TableEntity row) => new(row);

    /// <summary>Creates the rows of an append; each row is filled with as many entries as fit.</summary>
    /// <exception cref="ArgumentException">A single entry exceeds the limit of a row.</exception>
    public static List<TableEntity> Pack(string partition, AppendedEntries entries, long position)
    {
        List<TableEntity> rows = [];
        for (int from = 0; from < entries.Count;)
        {
            int bytes = 0;
            int to = from;
            while (to < entries.Count && bytes + entries.Length(to) <= BinaryColumns.MaxBytes)
            {
                bytes += entries.Length(to++);
            }

            rows.Add(PackRow(partition, entries, (from, to), position + from));
            from = to;
        }

        return rows;
    }

    public long Hash(int index) => BinaryPrimitives.ReadInt64LittleEndian(_index.AsSpan(index * IndexBytes));

    /// <summary>Gets the entries in sequence order.</summary>
    public IEnumerable<LogEntry> Entries()
    {
        byte[] data = BinaryColumns.Read(_row)
            ?? throw new InvalidDataException($"Log segment {_row.PartitionKey} {_row.RowKey} has no data.");
        int at = 0;
        for (int i = 0; i < _index.Length / IndexBytes; i++)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(_index.AsSpan((i * IndexBytes) + sizeof(long)));
            if (length < 0 || length > data.Length - at)
            {
                throw new InvalidDataException($"Log segment {_row.PartitionKey} {_row.RowKey} is truncated.");
            }

            yield return LogEntryCodec.Decode(First + i, data.AsSpan(at, length));
            at += length;
        }
    }

    private static TableEntity PackRow(
        string partition, AppendedEntries entries, (int From, int To) range, long position)
    {
        byte[] index = new byte[(range.To - range.From) * IndexBytes];
        for (int i = range.From; i < range.To; i++)
        {
            Span<byte> at = index.AsSpan((i - range.From) * IndexBytes);
            BinaryPrimitives.WriteInt64LittleEndian(at, entries.Hash(i));
            BinaryPrimitives.WriteInt32LittleEndian(at[sizeof(long)..], entries.Length(i));
        }

        TableEntity row = new(partition, TableKeys.Number(entries.First + range.To - 1))
        {
            [PositionColumn] = position,
            [IndexColumn] = index
        };
        BinaryColumns.Write(row, entries.Bytes(range.From, range.To));
        return row;
    }
}
