namespace Personalization.Abstractions.Models;

/// <summary>The training that runs, or the last that ran.</summary>
/// <param name="Running">Whether one runs now.</param>
/// <param name="Step">What it is doing (<c>reading</c>, <c>sessions</c>, <c>factors</c>, <c>evaluating</c>, <c>writing</c>), or <c>done</c>, <c>failed</c>, <c>held</c>, <c>none</c>.</param>
/// <param name="Progress">How far it is, 0 to 1.</param>
/// <param name="Version">The version it made; null before it has.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("Personalization.TrainingStatus")]
public sealed record TrainingStatus(
    [property: Id(0)] bool Running, [property: Id(1)] string Step, [property: Id(2)] double Progress, [property: Id(3)] string? Version, [property: Id(4)] string? Error)
{
    /// <summary>The step of a training that was not started because a break in the behaviour data goes on.</summary>
    public const string Held = "held";
}
