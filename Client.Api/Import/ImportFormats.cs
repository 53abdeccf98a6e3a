namespace Personalization.Client.Api.Import;

/// <summary>The input formats by their <c>--format</c> name.</summary>
internal static class ImportFormats
{
    /// <summary>The names of all formats.</summary>
    public static readonly string[] Names = ["retailrocket", "movielens", "ndjson"];

    /// <summary>Returns the format with a name of <see cref="Names"/>.</summary>
    public static IImportFormat Of(string name) => name switch
    {
        "retailrocket" => new RetailRocketFormat(),
        "movielens" => new MovieLensFormat(),
        "ndjson" => new NdjsonFormat(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The format is unknown."),
    };
}
