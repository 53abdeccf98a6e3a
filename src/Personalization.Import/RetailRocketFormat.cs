using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using nietras.SeparatedValues;

namespace Personalization.Import;

/// <summary>
/// Reads RetailRocket's <c>events.csv</c>. <c>view</c>, <c>addtocart</c> and <c>transaction</c> become <c>view</c>,
/// <c>addToCart</c> and <c>purchase</c>.
/// </summary>
/// <remarks>
/// The header names the columns (<c>timestamp, visitorid, event, itemid, transactionid</c> in the original). Their
/// order is free and other columns are ignored. Times are Unix milliseconds or seconds; their size decides which.
/// </remarks>
internal sealed class RetailRocketFormat : IImportFormat
{
    /// <summary>Unix seconds of the year 5138. Greater values are milliseconds.</summary>
    private const long LargestSeconds = 100_000_000_000;

    private const int BufferBytes = 1 << 16;

    private static readonly string[] Required = ["timestamp", "visitorid", "itemid", "event"];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportLine> ReadEventsAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = ImportFile.Open(file);
        using StreamReader text = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes);
        using SepReader rows = await Sep.Reader(options => options with
        {
            Sep = new(','),
            HasHeader = false,
            Unescape = true,
            DisableColCountCheck = true,
        }).FromAsync(text, cancellationToken);
        int[]? columns = null;
        await foreach (SepReader.Row row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Span.IsWhiteSpace())
            {
                continue;
            }

            if (columns is null)
            {
                columns = ReadHeader(row);
                continue;
            }

            yield return ReadLine(row, columns);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<ImportLine>();

    private static int[] ReadHeader(SepReader.Row row)
    {
        string[] names = [.. row[..].ToStringsArray().Select(name => name.Trim().ToLowerInvariant())];
        string[] missing = [.. Required.Where(name => !names.Contains(name))];
        return missing.Length == 0
            ? [.. Required.Select(name => Array.IndexOf(names, name))]
            : throw new InvalidDataException($"The header must have {string.Join(", ", Required)} "
                + $"but lacks {string.Join(", ", missing)}.");
    }

    private static ImportLine ReadLine(SepReader.Row row, int[] columns)
    {
        long number = row.LineNumberFrom;
        if (row.ColCount <= columns.Max())
        {
            return ImportLine.Reject(number, $"must have {columns.Max() + 1} fields but had {row.ColCount}");
        }

        string text = row.Span.ToString(); // before reading the fields, which removes their quotes in place
        string[] fields = row[..].ToStringsArray();
        string time = fields[columns[0]].Trim();
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long stamp)
            || stamp > LargestSeconds * 1000)
        {
            return ImportLine.Reject(number, $"timestamp must be Unix seconds or milliseconds but was '{time}'");
        }

        DateTimeOffset at = stamp > LargestSeconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(stamp)
            : DateTimeOffset.FromUnixTimeSeconds(stamp);
        string name = fields[columns[3]].Trim();
        return TypeOf(name) is { } type
            ? EventLine.Make("rr", number, text, fields[columns[1]].Trim(), type, fields[columns[2]].Trim(), at)
            : ImportLine.Reject(number, $"event must be view, addtocart or transaction but was '{name}'");
    }

    private static string? TypeOf(string name) => name switch
    {
        "view" => "view",
        "addtocart" => "addToCart",
        "transaction" => "purchase",
        _ => null,
    };
}
