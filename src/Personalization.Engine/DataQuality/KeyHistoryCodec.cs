using System.Text;

namespace Personalization.Engine.DataQuality;

/// <summary>
/// Encodes a history in few bytes: a format number, the names of the counters, then hour by hour. Every format ever
/// written stays readable.
/// </summary>
internal static class KeyHistoryCodec
{
    private const byte Format = 1;

    /// <summary>Writes a history.</summary>
    public static byte[] Encode(KeyHistory history)
    {
        List<KeyValuePair<long, HourCell>> cells = [.. history.Cells];
        string[] names = [.. cells.SelectMany(cell => cell.Value.Counts)
            .Select(count => count.Key)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes, Encoding.UTF8);
        writer.Write(Format);
        writer.Write7BitEncodedInt(names.Length);
        foreach (string name in names)
        {
            writer.Write(name);
        }

        writer.Write7BitEncodedInt(cells.Count);
        foreach ((long hour, HourCell cell) in cells)
        {
            writer.Write7BitEncodedInt64(hour);
            writer.Write7BitEncodedInt(cell.Seconds);
            foreach (string name in names)
            {
                writer.Write7BitEncodedInt(cell[name]);
            }
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads a history.</summary>
    /// <param name="bytes">The bytes from <see cref="Encode"/>; empty for an empty history.</param>
    /// <exception cref="InvalidDataException">The format is unknown, or the bytes are truncated.</exception>
    public static KeyHistory Decode(byte[] bytes)
    {
        KeyHistory history = new();
        if (bytes.Length == 0)
        {
            return history;
        }

        if (bytes[0] != Format)
        {
            throw new InvalidDataException(
                $"The data quality history must have format {Format} but has format {bytes[0]}.");
        }

        using BinaryReader reader = new(new MemoryStream(bytes, 1, bytes.Length - 1), Encoding.UTF8);
        try
        {
            string[] names = [.. Enumerable.Range(0, reader.Read7BitEncodedInt()).Select(_ => reader.ReadString())];
            for (int left = reader.Read7BitEncodedInt(); left > 0; left--)
            {
                long hour = reader.Read7BitEncodedInt64();
                int seconds = reader.Read7BitEncodedInt();
                KeyValuePair<string, int>[] counts =
                [.. names.Select(name => KeyValuePair.Create(name, reader.Read7BitEncodedInt()))];
                history.Add(hour, seconds, counts.Where(count => count.Value != 0));
            }
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("The data quality history is truncated.", error);
        }

        return history;
    }
}
