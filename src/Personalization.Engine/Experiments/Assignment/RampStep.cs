namespace Personalization.Engine.Experiments.Assignment;

/// <summary>From a time on, the experiment takes a share of its slots.</summary>
/// <param name="From">When it begins.</param>
/// <param name="Share">The share taken, above 0 to 1; never less than the step before.</param>
public sealed record RampStep(DateTimeOffset From, double Share);
