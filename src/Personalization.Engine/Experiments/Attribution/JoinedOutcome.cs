namespace Personalization.Engine.Experiments.Attribution;

/// <summary>What came of one list.</summary>
/// <param name="Exposure">The list.</param>
/// <param name="IsActive">Whether it counts as an exposure: it was shown, as far as that is asked for.</param>
/// <param name="Events">How many events joined it.</param>
/// <param name="Reward">What they count for; 0 without any.</param>
/// <param name="IsFinal">Whether its window is over. Events that are sent late still change it, those that happen do not.</param>
public sealed record JoinedOutcome(Exposure Exposure, bool IsActive, int Events, double Reward, bool IsFinal);
