namespace Personalization.Engine.Experiments.Results;

/// <summary>Whether the arms got the shares of users they should.</summary>
/// <param name="LogEvidence">The logarithm of the evidence against the planned shares.</param>
/// <param name="PValue">The probability of evidence ever as strong if all were well.</param>
/// <param name="IsMismatch">Whether it is too strong to be chance: then nothing else of the results can be trusted.</param>
public sealed record SampleRatioResult(double LogEvidence, double PValue, bool IsMismatch);
