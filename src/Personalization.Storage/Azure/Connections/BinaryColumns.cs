using System.Globalization;
using Azure.Data.Tables;

namespace Personalization.Storage.Azure.Connections;

/// <summary>
/// Stores bytes in the columns <c>Data</c>, <c>Data1</c> ... <c>Data14</c> of a row. A column holds 64 KiB, a row 1
/// MiB. The layout is the one of Orleans' Azure grain storage.
/// </summary>
internal static class BinaryColumns
{
    /// <summary>Maximum number of bytes in a row.</summary>
    public const int MaxBytes = MaxColumns * ColumnBytes;

    private const int ColumnBytes = 64 * 1024;
    private const int MaxColumns = 15;
    private const string Binary = "Data";

    /// <summary>Writes bytes into a row.</summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxBytes"/> bytes.</exception>
    public static void Write(TableEntity row, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new ArgumentException(
                $"A row must have at most {MaxBytes} bytes but has {bytes.Length}.", nameof(bytes));
        }

        for (int i = 0; i * ColumnBytes < bytes.Length; i++)
        {
            int from = i * ColumnBytes;
            row[Name(i)] = new BinaryData(bytes.Slice(from, Math.Min(ColumnBytes, bytes.Length - from)));
        }
    }

    /// <summary>Reads the bytes of a row; null if the row has none.</summary>
    public static byte[]? Read(TableEntity row)
    {
        if (!row.ContainsKey(Binary))
        {
            return null;
        }

        using MemoryStream bytes = new();
        for (int i = 0; i < MaxColumns && row.GetBinary(Name(i)) is { } column; i++)
        {
            bytes.Write(column);
        }

        return bytes.ToArray();
    }

    private static string Name(int index) =>
        index == 0 ? Binary : Binary + index.ToString(CultureInfo.InvariantCulture);
}
