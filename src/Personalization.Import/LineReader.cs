using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Import;

/// <summary>Reads the lines of a text file with their numbers.</summary>
internal static class LineReader
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Returns every non-blank line; numbers start at 1.</summary>
    public static async IAsyncEnumerable<(long Number, string Text)> ReadAsync(
        string file, Encoding encoding, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream stream = ImportFile.Open(file);
        using StreamReader reader = new(stream, encoding, detectEncodingFromByteOrderMarks: true, BufferBytes);
        long number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return (number, line);
            }
        }
    }
}
