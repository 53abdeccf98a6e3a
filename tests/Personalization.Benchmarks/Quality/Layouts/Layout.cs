using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>The data layouts by name.</summary>
internal static class Layout
{
    /// <summary>The names.</summary>
    public static readonly string[] Names = ["ncf", "split", "sequences", "sessions", "clicks", "ratings", "shop"];

    /// <summary>Whether the protocol's split itself depends on the seed.</summary>
    public static bool IsRandom(string name) => name == "ratings";

    /// <summary>Reads a folder.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="part">For the layouts with a validation part: test, valid to be asked about that instead, or for
    /// sequences strict.</param>
    /// <param name="seed">The seed of a random split.</param>
    /// <exception cref="InvalidDataException">Files are missing or lines wrong; the message lists them.</exception>
    public static Protocol Read(string name, string folder, string part, int seed) => name switch
    {
        "ncf" => NcfLayout.Read(folder),
        "split" => SplitLayout.Read(folder),
        "sequences" => SequenceLayout.Read(folder, part),
        "sessions" => SessionLayout.Read(folder),
        "clicks" => ClickLayout.Read(folder, part),
        "ratings" => RatingLayout.Read(folder, seed),
        "shop" => ShopLayout.Read(folder),
        _ => throw new InvalidDataException($"'{name}' is no protocol; there are {string.Join(", ", Names)}."),
    };
}
