using System.Runtime.CompilerServices;
using System.Text;
using nietras.SeparatedValues;

namespace Personalization.Import;

/// <summary>Reads CSV with a header. Columns become fields by their names or by a mapping.</summary>
internal sealed class CsvFormat(
    ImportKind kind, IReadOnlyDictionary<string, string> mapping, IReadOnlyDictionary<string, string> types)
    : OneKindFormat(kind)
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Sets how rows are read: separated by commas, of any width, the header as a row.</summary>
    public static SepReaderOptions Configure(SepReaderOptions options) => options with
    {
        Sep = new(','),
        HasHeader = false,
        Unescape = true,
        DisableColCountCheck = true,
    };

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<ImportLine> ReadAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = ImportFile.Open(file);
        using StreamReader text = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferBytes);
        using SepReader rows = await Sep.Reader(Configure).FromAsync(text, cancellationToken);
        CsvColumns? columns = null;
        await foreach (SepReader.Row row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.Span.IsWhiteSpace())
            {
                continue;
            }

            if (columns is null)
            {
                string[] header = [.. row[..].ToStringsArray().Select(name => name.Trim())];
                columns = CsvColumns.Find(header, mapping, Kind);
                continue;
            }

            long number = row.LineNumberFrom;
            string line = row.Span.ToString(); // before reading the fields, which removes their quotes in place
            yield return CsvRow.Read(Kind, number, line, row[..].ToStringsArray(), columns, types);
        }
    }
}
