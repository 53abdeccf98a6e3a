using Personalization.Abstractions.EventLog;
using Personalization.Storage.Azure.Connections;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.Storage.Azure.EventLog;

/// <summary>Encoded entries of one append, small enough for one table transaction.</summary>
internal sealed class AppendedEntries
{
    /// <summary>
    /// Maximum number of bytes in one append. A transaction holds 4 MiB, with the bytes encoded as Base64.
    /// </summary>
    public const int MaxBytes = 5 << 19;

    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly long[] _hashes;

    private AppendedEntries(byte[] bytes, int[] ends, long[] hashes, long first)
    {
        _bytes = bytes;
        _ends = ends;
        _hashes = hashes;
        First = first;
    }

    /// <summary>Sequence number of the first entry; the others follow without gaps.</summary>
    public long First { get; }

    public int Count => _ends.Length;

    public int Size => _bytes.Length;

    /// <summary>Encodes the entries of an append.</summary>
    /// <exception cref="ArgumentException">There are no entries or more than <see cref="LogPosition.MaxEntries"/>; the
    /// sequence numbers are not consecutive from 1 or more; an entry has more than <see cref="BinaryColumns.MaxBytes"/>
    /// bytes; or all entries have more than <see cref="MaxBytes"/> bytes.</exception>
    public static AppendedEntries Encode(string userKey, IReadOnlyList<LogEntry> entries)
    {
        if (entries.Count > LogPosition.MaxEntries)
        {
            throw new ArgumentException(
                $"An append must have at most {LogPosition.MaxEntries} entries but has {entries.Count}.",
                nameof(entries));
        }

        EncodedEntries encoded = EncodedEntries.Encode(userKey, entries);
        int size = encoded.Size - encoded.UserKey.Length;
        if (size > MaxBytes)
        {
            throw new ArgumentException(
                $"An append must have at most {MaxBytes} bytes but has {size}.", nameof(entries));
        }

        byte[] bytes = new byte[size];
        int[] ends = new int[encoded.Count];
        long[] hashes = new long[encoded.Count];
        int at = 0;
        for (int i = 0; i < encoded.Count; i++)
        {
            ReadOnlySpan<byte> entry = encoded.Entry(i);
            if (entry.Length > BinaryColumns.MaxBytes)
            {
                throw new ArgumentException(
                    $"An entry must have at most {BinaryColumns.MaxBytes} bytes but entry {i} has {entry.Length}.",
                    nameof(entries));
            }

            entry.CopyTo(bytes.AsSpan(at));
            at += entry.Length;
            ends[i] = at;
            hashes[i] = encoded.EventHash(i);
        }

        return new AppendedEntries(bytes, ends, hashes, encoded.First);
    }

    public int Length(int index) => _ends[index] - Start(index);

    public long Hash(int index) => _hashes[index];

    /// <summary>Gets the bytes of the entries from one index up to, but not including, another.</summary>
    public ReadOnlyMemory<byte> Bytes(int from, int to) => _bytes.AsMemory(Start(from), _ends[to - 1] - Start(from));

    private int Start(int index) => index == 0 ? 0 : _ends[index - 1];
}
