namespace Personalization.Import;

/// <summary>The input formats by their <c>--format</c> name.</summary>
internal static class ImportFormats
{
    /// <summary>The names of all formats.</summary>
    public static readonly string[] Names = ["retailrocket", "movielens", "ndjson", "csv"];

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Returns the format with a name of <see cref="Names"/>.</summary>
    public static IImportFormat Of(string name) => Of(new ImportSettings
    {
        File = string.Empty,
        Format = name,
        Rejects = string.Empty,
        Checkpoint = string.Empty,
    });

    /// <summary>Returns the format of an import.</summary>
    public static IImportFormat Of(ImportSettings settings) => settings.Format switch
    {
        "retailrocket" => new RetailRocketFormat(),
        "movielens" => new MovieLensFormat(),
        "ndjson" => new NdjsonFormat(settings.Kind),
        "csv" => new CsvFormat(settings.Kind, settings.Columns ?? None, settings.Types ?? None),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Format, "The format is unknown."),
    };

    /// <summary>Guesses the format from the file's name; null for other endings.</summary>
    public static string? Guess(string file) => ImportFile.EndingOf(file) switch
    {
        ".csv" => "csv",
        ".ndjson" or ".jsonl" => "ndjson",
        _ => null,
    };
}
