using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.GroupCommit;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres.EventLog;

/// <summary>A user's next entries, encoded by the caller.</summary>
internal sealed class AppendWrite : PendingWrite<AppendResult>
{
    /// <summary>Maximum number of bytes in one append.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Maximum number of entries in one append.</summary>
    public const int MaxEntries = 100_000;

    private AppendWrite(string userKey, long first, byte[][] entries, long[] hashes, int size)
    {
        (Key, Size) = (userKey, size);
        First = first;
        Entries = entries;
        Hashes = hashes;
    }

    /// <summary>The user key: appends of one user are stored one after the other.</summary>
    public override string Key { get; }

    /// <inheritdoc/>
    public override int Rows => Entries.Length;

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>Sequence number of the first entry; the others follow without gaps.</summary>
    public long First { get; }

    /// <summary>Sequence number of the last entry.</summary>
    public long Last => First + Entries.Length - 1;

    public byte[][] Entries { get; }

    public long[] Hashes { get; }

    /// <summary>Encodes an append.</summary>
    /// <exception cref="ArgumentException">The key is invalid; there are no entries, more than <see cref="MaxEntries"/>
    /// entries or more than <see cref="MaxBytes"/> bytes; or the sequence numbers are not consecutive from 1 or
    /// more.</exception>
    public static AppendWrite Create(string userKey, IReadOnlyList<LogEntry> entries)
    {
        _ = PostgresText.Check(userKey, nameof(userKey));
        if (entries.Count is 0 or > MaxEntries)
        {
            throw new ArgumentException(
                $"An append must have 1 to {MaxEntries} entries but has {entries.Count}.", nameof(entries));
        }

        byte[][] bytes = new byte[entries.Count][];
        long[] hashes = new long[entries.Count];
        long size = userKey.Length;
        for (int i = 0; i < bytes.Length; i++)
        {
            if (entries[i].Sequence < 1 || entries[i].Sequence != entries[0].Sequence + i)
            {
                throw new ArgumentException(
                    $"Sequence numbers must be consecutive from 1 or more but entry {i} has {entries[i].Sequence}.",
                    nameof(entries));
            }

            bytes[i] = LogEntryCodec.Encode(entries[i]);
            hashes[i] = EventIdHash.Of(entries[i]);
            size += bytes[i].Length;
        }

        return size <= MaxBytes
            ? new AppendWrite(userKey, entries[0].Sequence, bytes, hashes, (int)size)
            : throw new ArgumentException(
                $"An append must have at most {MaxBytes} bytes but has {size}.", nameof(entries));
    }
}
