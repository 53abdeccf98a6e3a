using System.Buffers;
using System.Buffers.Binary;

namespace Personalization.Storage.Sqlite.Index;

/// <summary>Writes a batch of the index: about 10 bytes for each entry and 16 for each new user.</summary>
/// <remarks>
/// The number of the first new user, the count of new users and their digests; the count of entries; for each entry the
/// distance of its position to the one before, the user's number, twice the sequence number plus 1 for a mark, and the
/// short hash. Numbers have a variable length; digests and hashes are little endian.
/// </remarks>
internal static class IndexBatchWriter
{
    /// <summary>Encodes all unsaved entries.</summary>
    /// <param name="unsaved">The entries.</param>
    /// <param name="after">The last position of the batch before; 0 for the first batch.</param>
    public static ReadOnlyMemory<byte> Encode(UnsavedEntries unsaved, int after)
    {
        ArrayBufferWriter<byte> buffer = new(
            (unsaved.Entries.Count * 12) + (unsaved.Users.Count * UserDigest.Bytes) + 32);
        Write(buffer, unsaved.SavedUsers);
        Write(buffer, unsaved.Users.Count);
        foreach (UserDigest user in unsaved.Users)
        {
            user.Write(buffer.GetSpan(UserDigest.Bytes));
            buffer.Advance(UserDigest.Bytes);
        }

        Write(buffer, unsaved.Entries.Count);
        foreach (IndexedEntry entry in unsaved.Entries)
        {
            Write(buffer, entry.Position - after);
            Write(buffer, entry.User);
            Write(buffer, (entry.Sequence * 2) + (entry.IsMark ? 1 : 0));
            BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(sizeof(uint)), entry.Hash);
            buffer.Advance(sizeof(uint));
            after = entry.Position;
        }

        return buffer.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, long number)
    {
        Span<byte> span = buffer.GetSpan(10);
        int length = 0;
        for (ulong rest = (ulong)number; ; rest >>= 7)
        {
            span[length++] = (byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80);
            if (rest < 0x80)
            {
                break;
            }
        }

        buffer.Advance(length);
    }
}
