namespace Personalization.Abstractions.Rollouts;

/// <summary>What silos have to count for a rollout.</summary>
/// <param name="Version">The new version; null while no rollout needs anything counted.</param>
/// <param name="Stage">The stage it is for.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RolloutOrder")]
public sealed record RolloutOrder([property: Id(0)] string? Version, [property: Id(1)] RolloutStage Stage)
{
    /// <summary>Nothing.</summary>
    public static readonly RolloutOrder None = new(null, RolloutStage.Stopped);
}
