namespace Personalization.Benchmarks.Drill.Host;

/// <summary>The names of the defences that a drill can take away.</summary>
internal static class Defences
{
    /// <summary>Without it a read waits for the engine for a minute, whatever deadline the client gives.</summary>
    public const string Deadlines = "NoDeadlines";

    /// <summary>Without it the API does not repeat a call that failed for a moment.</summary>
    public const string Retries = "NoRetries";

    /// <summary>
    /// Without it every readable item of a feed goes into the catalogue, whether the feed is complete or not.
    /// </summary>
    public const string Validation = "NoValidation";

    /// <summary>Without it a read that the engine does not answer is an error.</summary>
    public const string FallbackLevels = "NoLadder";

    /// <summary>Every name.</summary>
    public static IReadOnlyList<string> All { get; } = [Deadlines, Retries, Validation, FallbackLevels];
}
