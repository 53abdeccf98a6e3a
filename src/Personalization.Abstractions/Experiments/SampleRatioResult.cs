namespace Personalization.Abstractions.Experiments;

/// <summary>Whether the arms got their planned shares of users. Immutable.</summary>
/// <param name="LogEvidence">The logarithm of the evidence against the planned shares.</param>
/// <param name="PValue">The probability of evidence ever as strong if the shares were as planned.</param>
/// <param name="IsMismatch">
/// Whether the evidence is too strong to be chance: then no result of the experiment can be trusted.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.SampleRatioResult")]
public sealed record SampleRatioResult(
    [property: Id(0)] double LogEvidence,
    [property: Id(1)] double PValue,
    [property: Id(2)] bool IsMismatch);
