using System.Buffers.Binary;
using System.Globalization;
using Azure.Data.Tables;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>
/// A row of consecutive entries of a user. Its key is the number of the last of them, so that "all after N" is one
/// range of keys. The column <c>Index</c> has each entry's hash (of its event id; 0 for other kinds) and length; the
/// entries stand in the data columns.
/// </summary>
internal sealed class LogSegment
{
    /// <summary>The column with hashes and lengths.</summary>
    public const string IndexColumn = "Index";

    /// <summary>The column with the place of the first entry in the whole log.</summary>
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

    /// <summary>The number of the first entry.</summary>
    public long First => Last - (_index.Length / IndexBytes) + 1;

    /// <summary>The number of the last entry.</summary>
    public long Last { get; }

    /// <summary>
    /// The place of the first entry in the whole log; tells the attempt that wrote it from all others.
    /// </summary>
    public long Position { get; }

    /// <summary>Reads a row; without its data columns it has hashes alone.</summary>
    public static LogSegment Read(TableEntity row) => new(row);

    /// <summary>The rows of an append. Entries are packed as many to a row as it holds.</summary>
    /// <exception cref="ArgumentException">An entry alone is over a row's limit.</exception>
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

    /// <summary>The entries, in order.</summary>
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
                throw new InvalidDataException($"Log segment {_row.PartitionKey} {_row.RowKey} is cut.");
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
