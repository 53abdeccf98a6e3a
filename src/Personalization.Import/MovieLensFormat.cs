using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Personalization.Import;

/// <summary>
/// Reads MovieLens' <c>u.data</c> (tab-separated user, item, rating 1 to 5, Unix seconds). Ratings 4 and 5 become
/// <c>like</c>, 3 becomes <c>view</c>, 1 and 2 become <c>dismiss</c>; the rating becomes the event's value.
/// </summary>
/// <remarks>
/// A file <c>u.item</c> in the same folder (pipe-separated, Latin-1) gives the catalog: titles, years, and genres as
/// categories.
/// </remarks>
internal sealed class MovieLensFormat : IImportFormat
{
    private const int FirstGenre = 5;

    private static readonly string[] Genres =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama",
        "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportLine> ReadEventsAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((long number, string text) in LineReader.ReadAsync(file, Encoding.UTF8, cancellationToken))
        {
            yield return ReadRating(number, text);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportLine> ReadItemsAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string items = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "u.item");
        if (!File.Exists(items))
        {
            yield break;
        }

        await foreach ((long number, string text) in LineReader.ReadAsync(items, Encoding.Latin1, cancellationToken))
        {
            yield return ReadItem(number, text);
        }
    }

    private static ImportLine ReadRating(long number, string text)
    {
        string[] fields = text.Split('\t');
        if (fields.Length != 4)
        {
            return ImportLine.Reject(
                number, $"must have 4 tab-separated fields (user, item, rating, time) but had {fields.Length}");
        }

        if (!int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int rating)
            || rating is < 1 or > 5)
        {
            return ImportLine.Reject(number, $"rating must be 1 to 5 but was '{fields[2]}'");
        }

        if (!int.TryParse(fields[3].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            return ImportLine.Reject(number, $"time must be Unix seconds but was '{fields[3]}'");
        }

        string type = rating switch
        {
            >= 4 => "like",
            3 => "view",
            _ => "dismiss",
        };
        return EventLine.Make(
            "ml", number, text, fields[0], type, fields[1], DateTimeOffset.FromUnixTimeSeconds(seconds), rating);
    }

    private static ImportLine ReadItem(long number, string text)
    {
        string[] fields = text.Split('|');
        if (fields.Length != FirstGenre + Genres.Length)
        {
            return ImportLine.Reject(
                number, $"u.item: must have {FirstGenre + Genres.Length} fields but had {fields.Length}");
        }

        byte[] item = EventLine.Json(writer =>
        {
            writer.WriteString("id"u8, fields[0]);
            writer.WriteString("title"u8, fields[1]);
            writer.WriteStartArray("categories"u8);
            foreach (string genre in Genres.Where((_, i) => fields[FirstGenre + i] == "1"))
            {
                writer.WriteStringValue(genre);
            }

            writer.WriteEndArray();
            if (YearOf(fields[2]) is { } year)
            {
                writer.WriteStartObject("attributes"u8);
                writer.WriteString("year"u8, year);
                writer.WriteEndObject();
            }
        });
        return new ImportLine(number, string.Empty, fields[0], item, null);
    }

    /// <summary>Returns the year of a date such as <c>01-Jan-1995</c>; null for other texts.</summary>
    private static string? YearOf(string date) => date.Length == 11 ? date[^4..] : null;
}
