using Personalization.Benchmarks.Quality.Questions;

namespace Personalization.Benchmarks.Quality.Layouts;

/// <summary>The data layouts by name.</summary>
internal static class Layout
{
    /// <summary>The names of the layouts.</summary>
    public static readonly string[] Names = ["ncf", "split", "sequences", "sessions", "clicks", "ratings", "shop"];

    /// <summary>Gets whether the split of a layout depends on the seed.</summary>
    public static bool IsRandom(string name) => name == "ratings";

    /// <summary>Reads the data set of a folder.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="part">The evaluated part: test; or valid, for the layouts with a validation part; or strict, for
    /// sequences.</param>
    /// <param name="seed">The seed of a random split.</param>
    /// <exception cref="InvalidDataException">A file is missing or has invalid lines; the message lists
    /// them.</exception>
    public static Protocol Read(string name, string folder, string part, int seed) => name switch
    {
        "ncf" => NcfLayout.Read(folder),
        "split" => SplitLayout.Read(folder),
        "sequences" => SequenceLayout.Read(folder, part),
        "sessions" => SessionLayout.Read(folder),
        "clicks" => ClickLayout.Read(folder, part),
        "ratings" => RatingLayout.Read(folder, seed),
        "shop" => ShopLayout.Read(folder),
        _ => throw new InvalidDataException(
            $"The protocol must be one of {string.Join(", ", Names)} but was '{name}'."),
    };
}
