using System.Buffers;
using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Storage.EventLog;
using Personalization.Storage.Sqlite.Connections;

namespace Personalization.Storage.Sqlite.EventLog;

/// <summary>
/// User key and entries encoded in one array. The caller encodes them, so that the writer thread only copies bytes.
/// </summary>
internal sealed class EncodedEntries
{
    /// <summary>Maximum number of bytes in one append or state.</summary>
    /// <remarks>
    /// The limit equals the one on PostgreSQL, so that data can move between the stores. SQLite itself allows 1 GB per
    /// row.
    /// </remarks>
    public const int MaxBytes = 64 << 20;

    private const int MaxKeptBuffer = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly byte[] _bytes;
    private readonly int _keyLength;
    private readonly Slice[] _entries;

    private EncodedEntries(byte[] bytes, int keyLength, Slice[] entries, long first)
    {
        _bytes = bytes;
        _keyLength = keyLength;
        _entries = entries;
        First = first;
    }

    /// <summary>Sequence number of the first entry; the others follow without gaps.</summary>
    public long First { get; }

    /// <summary>Sequence number of the last entry.</summary>
    public long Last => First + _entries.Length - 1;

    public int Count => _entries.Length;

    /// <summary>Number of bytes of the key and all entries.</summary>
    public int Size => _bytes.Length;

    public ReadOnlySpan<byte> UserKey => _bytes.AsSpan(0, _keyLength);

    /// <summary>Encodes the entries of an append.</summary>
    /// <exception cref="ArgumentException">There are no entries, the sequence numbers are not consecutive from 1 or
    /// more, the key is not valid Unicode, or there are more than <see cref="MaxBytes"/> bytes.</exception>
    public static EncodedEntries Encode(string userKey, IReadOnlyList<LogEntry> entries)
    {
        ArgumentException.ThrowIfNullOrEmpty(userKey);
        CheckSequence(entries);
        ArrayBufferWriter<byte> buffer = _buffer ??= new ArrayBufferWriter<byte>(1024);
        Utf8JsonWriter writer = _writer ??= new Utf8JsonWriter(buffer);
        try
        {
            int keyLength = SqliteStatement.Encode(userKey, buffer.GetSpan(SqliteStatement.MaxBytesOf(userKey)));
            buffer.Advance(keyLength);
            Slice[] slices = new Slice[entries.Count];
            for (int i = 0; i < slices.Length; i++)
            {
                writer.Reset(buffer);
                LogEntryCodec.Encode(entries[i], writer);
                writer.Flush();
                slices[i] = new Slice(EventIdHash.Of(entries[i]), buffer.WrittenCount);
            }

            return buffer.WrittenCount <= MaxBytes
                ? new EncodedEntries(buffer.WrittenSpan.ToArray(), keyLength, slices, entries[0].Sequence)
                : throw new ArgumentException(
                    $"An append must have at most {MaxBytes} bytes but has {buffer.WrittenCount}.", nameof(entries));
        }
        finally
        {
            ReleaseBuffer(buffer);
        }
    }

    public ReadOnlySpan<byte> Entry(int index)
    {
        int from = index == 0 ? _keyLength : _entries[index - 1].End;
        return _bytes.AsSpan(from, _entries[index].End - from);
    }

    public long EventHash(int index) => _entries[index].EventHash;

    private static void CheckSequence(IReadOnlyList<LogEntry> entries)
    {
        if (entries.Count == 0)
        {
            throw new ArgumentException("An append must have at least one entry.", nameof(entries));
        }

        for (int i = 0; i < entries.Count; i++)
        {
            if (entries[i].Sequence < 1 || entries[i].Sequence != entries[0].Sequence + i)
            {
                throw new ArgumentException(
                    $"Sequence numbers must be consecutive from 1 or more but entry {i} has {entries[i].Sequence}.",
                    nameof(entries));
            }
        }
    }

    private static void ReleaseBuffer(ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > MaxKeptBuffer)
        {
            _buffer = null;
            _writer = null;
        }
        else
        {
            buffer.ResetWrittenCount();
        }
    }

    private readonly record struct Slice(long EventHash, int End);
}
