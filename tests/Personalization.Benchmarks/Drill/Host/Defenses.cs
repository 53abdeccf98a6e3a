namespace Personalization.Benchmarks.Drill.Host;

/// <summary>The names of the defenses that a drill can remove.</summary>
internal static class Defenses
{
    /// <summary>
    /// Deadlines. Without them a read waits a minute for the engine, whatever deadline the client sends.
    /// </summary>
    public const string Deadlines = "NoDeadlines";

    /// <summary>Retries. Without them the API does not repeat a call after a transient failure.</summary>
    public const string Retries = "NoRetries";

    /// <summary>
    /// Feed validation. Without it every readable item of a feed goes into the catalog, even if the feed is incomplete.
    /// </summary>
    public const string Validation = "NoValidation";

    /// <summary>Fallback levels. Without them a read without an answer of the engine is an error.</summary>
    public const string FallbackLevels = "NoLadder";

    /// <summary>Gets all names.</summary>
    public static IReadOnlyList<string> All { get; } = [Deadlines, Retries, Validation, FallbackLevels];
}
