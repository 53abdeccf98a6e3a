namespace Personalization.Abstractions.Models;

/// <summary>The status of the present or last training. Immutable.</summary>
/// <param name="Running">Whether a training runs.</param>
/// <param name="Step">
/// The present step (<c>reading</c>, <c>sessions</c>, <c>factors</c>, <c>evaluating</c>, <c>writing</c>), or
/// <c>done</c>, <c>failed</c>, <c>held</c>, <c>none</c>.
/// </param>
/// <param name="Progress">The progress, 0 to 1.</param>
/// <param name="Version">The trained version; null until training ends.</param>
/// <param name="Error">The reason for a failure; null without one.</param>
[GenerateSerializer, Immutable, Alias("Personalization.TrainingStatus")]
public sealed record TrainingStatus(
    [property: Id(0)] bool Running,
    [property: Id(1)] string Step,
    [property: Id(2)] double Progress,
    [property: Id(3)] string? Version,
    [property: Id(4)] string? Error)
{
    /// <summary>The step of a training that did not start because a break in data quality lasts.</summary>
    public const string Held = "held";
}
