namespace Personalization.Abstractions.Models;

/// <summary>The state of the training that runs, or of the last one.</summary>
/// <param name="Running">Whether a training runs.</param>
/// <param name="Step">
/// The current phase (<c>reading</c>, <c>choosing</c>, <c>sessions</c>, <c>linear</c>, <c>factors</c>,
/// <c>evaluating</c>, <c>writing</c>), or <c>done</c>, <c>failed</c>, <c>held</c>, <c>none</c>.
/// </param>
/// <param name="Progress">The finished share of the training, 0 to 1.</param>
/// <param name="Version">The version that the training made; null before it exists.</param>
/// <param name="Error">Why the training failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("Personalization.TrainingStatus")]
public sealed record TrainingStatus(
    [property: Id(0)] bool Running,
    [property: Id(1)] string Step,
    [property: Id(2)] double Progress,
    [property: Id(3)] string? Version,
    [property: Id(4)] string? Error)
{
    /// <summary>The step of a training that was not started, because a break in data quality is open.</summary>
    public const string Held = "held";

    /// <summary>The name of the version that the training makes; null before the training has read the log.</summary>
    [Id(5)]
    public string? PlannedVersion { get; init; }

    /// <summary>The steps whose results are stored, so that any silo can resume the training after them.</summary>
    [Id(6)]
    public int StoredSteps { get; init; }

    /// <summary>
    /// The stored steps that this run took over from an interrupted one; 0 when it started from the beginning.
    /// </summary>
    [Id(7)]
    public int ResumedSteps { get; init; }

    /// <summary>The address and port of the silo that trains; null before the first training.</summary>
    [Id(8)]
    public string? Silo { get; init; }
}
