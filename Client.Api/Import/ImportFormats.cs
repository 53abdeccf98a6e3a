namespace Personalization.Client.Api.Import;

/// <summary>The formats by the names of <c>--format</c>.</summary>
internal static class ImportFormats
{
    /// <summary>All names.</summary>
    public static readonly string[] Names = ["retailrocket", "movielens", "ndjson"];

    /// <summary>The format of a name of <see cref="Names"/>.</summary>
    public static IImportFormat Of(string name) => name switch
    {
        "retailrocket" => new RetailRocketFormat(),
        "movielens" => new MovieLensFormat(),
        "ndjson" => new NdjsonFormat(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "not a format"),
    };
}
