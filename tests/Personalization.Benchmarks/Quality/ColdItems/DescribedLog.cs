using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Quality.ColdItems;

/// <summary>A data set with the users' choices and the items' descriptions.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Choices">User, item and time in Unix milliseconds; the choices of a user are in order.</param>
/// <param name="Catalog">The items' descriptions.</param>
internal sealed record DescribedLog(
    string Name,
    IReadOnlyList<(string User, string Item, long TimeMs)> Choices,
    IReadOnlyDictionary<string, CatalogItem> Catalog)
{
    private const int GenresFrom = 5;
    private const long StepMs = 60_000;
    private const long DayMs = 86_400_000;

    private static readonly char[] Tab = ['\t'];
    private static readonly char[] Space = [' ', '\t'];

    private static readonly string[] Genres =
    [
        "unknown", "action", "adventure", "animation", "children", "comedy", "crime", "documentary", "drama",
        "fantasy", "film noir", "horror", "musical", "mystery", "romance",
        "science fiction", "thriller", "war", "western",
    ];

    /// <summary>Reads the data set of a folder.</summary>
    /// <exception cref="InvalidDataException">The folder has neither layout.</exception>
    public static DescribedLog Read(string folder) =>
        File.Exists(Path.Combine(folder, "u.item")) ? ReadMovies(folder) : ReadSequences(folder);

    private static DescribedLog ReadMovies(string folder)
    {
        LineErrors errors = new();
        List<(string User, string Item, long TimeMs)> choices =
        [
            .. LineReader.Fields(LineReader.Find(folder, "u.data"), Tab, 4, errors)
                .Select(line => (
                    line.Fields[0],
                    line.Fields[1],
                    (long)(1000 * LineReader.Number(line.Fields[3], "u.data", line.Line, errors))))
                .OrderBy(choice => choice.Item3),
        ];
        errors.ThrowIfAny();
        Dictionary<string, CatalogItem> catalog = File.ReadLines(Path.Combine(folder, "u.item"), Encoding.Latin1)
            .Select(Movie)
            .ToDictionary(item => item.Id.Value, StringComparer.Ordinal);
        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), choices, catalog);
    }

    private static CatalogItem Movie(string line)
    {
        string[] fields = line.Split('|');
        return new()
        {
            Id = ItemId.Create(fields[0]),
            Title = fields[1],
            Categories = [.. Genres.Where((_, i) => GenresFrom + i < fields.Length && fields[GenresFrom + i] == "1")],
        };
    }

    private static DescribedLog ReadSequences(string folder)
    {
        LineErrors errors = new();
        List<(string User, string Item, long TimeMs)> choices = [];
        int user = 0;
        foreach ((_, string[] fields) in LineReader.Fields(LineReader.Find(folder, "sequences.txt"), Space, 4, errors))
        {
            // The layout has no times: the users are spread over a year, and their events follow in steps.
            long start = 365 * DayMs * (user++ % 1000) / 1000;
            choices.AddRange(fields.Skip(1).Select((item, at) => (fields[0], item, start + (at * StepMs))));
        }

        errors.ThrowIfAny();
        using JsonDocument attributes = JsonDocument.Parse(
            File.ReadAllText(LineReader.Find(folder, "item2attributes.json")));
        Dictionary<string, CatalogItem> catalog = attributes.RootElement.EnumerateObject().ToDictionary(
            entry => entry.Name, entry => new CatalogItem
            {
                Id = ItemId.Create(entry.Name),
                Categories = [.. entry.Value.EnumerateArray().Select(value => value.GetRawText())]
            }, StringComparer.Ordinal);
        return new(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), choices, catalog);
    }
}
