using System.Text;
using nietras.SeparatedValues;

namespace Personalization.Import;

/// <summary>The header and the first rows of a CSV file.</summary>
/// <param name="Header">The names of the columns.</param>
/// <param name="Rows">The first rows. A row can be shorter or longer than the header.</param>
internal sealed record CsvPreview(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Reads the first rows of a file.</summary>
    /// <param name="file">The path.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<CsvPreview> ReadAsync(string file, int most, CancellationToken cancellationToken)
    {
        await using Stream stream = ImportFile.Open(file);
        using StreamReader text = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        using SepReader rows = await Sep.Reader(CsvFormat.Configure).FromAsync(text, cancellationToken);
        List<string[]> read = [];
        await foreach (SepReader.Row row in rows)
        {
            if (!row.Span.IsWhiteSpace())
            {
                read.Add(row[..].ToStringsArray());
            }

            if (read.Count > most)
            {
                break;
            }
        }

        string[] header = [.. read.FirstOrDefault([]).Select(name => name.Trim())];
        return new CsvPreview(header, [.. read.Skip(1)]);
    }
}
