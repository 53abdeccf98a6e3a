using System.Buffers.Binary;

namespace Personalization.Storage.Sqlite.Index;

/// <summary>Reads what <see cref="IndexBatchWriter"/> wrote, and refuses anything else.</summary>
internal ref struct IndexBatchReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    /// <summary>Reads the new users.</summary>
    /// <exception cref="InvalidDataException">The batch does not follow the one before.</exception>
    public void ReadUsers(int known, Action<UserDigest> add)
    {
        long first = ReadNumber();
        if (first != known)
        {
            throw new InvalidDataException($"A batch of the index begins with user {first} but must with {known}.");
        }

        for (int left = ReadCount(); left > 0; left--)
        {
            add(UserDigest.Read(Take(UserDigest.Bytes)));
        }
    }

    /// <summary>Reads a count; it is at most the number of bytes that are left.</summary>
    public int ReadCount()
    {
        long count = ReadNumber();
        return count >= 0 && count <= _rest.Length
            ? (int)count
            : throw new InvalidDataException($"A batch of the index has {_rest.Length} bytes for {count} entries.");
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="after">The position before it.</param>
    public IndexedEntry ReadEntry(int after)
    {
        long position = after + ReadNumber();
        long user = ReadNumber();
        long sequence = ReadNumber();
        uint hash = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
        return position > after && position <= int.MaxValue && user is >= 0 and <= int.MaxValue && sequence >= 2
            ? new IndexedEntry((int)position, (int)user, sequence >> 1, hash, (sequence & 1) == 1)
            : throw new InvalidDataException(
                $"The index has position {position} of user {user} with sequence {sequence >> 1}.");
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_rest.Length < length)
        {
            throw new InvalidDataException("A batch of the index is cut.");
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private long ReadNumber()
    {
        ulong number = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte next = Take(1)[0];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)number;
            }
        }

        throw new InvalidDataException("A number of the index is too long.");
    }
}
