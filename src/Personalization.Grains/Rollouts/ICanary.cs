using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>Gives a version to a share of the users and measures them. Every call may be repeated.</summary>
public interface ICanary
{
    /// <summary>Gives the version to the rollout's share of the users, and measures as many beside them; when it returns every silo that can be reached does.</summary>
    Task SetShareAsync(Rollout rollout, CancellationToken cancellationToken);

    /// <summary>Takes the version back from all of them. Nothing happens when nobody had it.</summary>
    Task EndAsync(Rollout rollout, string why, CancellationToken cancellationToken);

    /// <summary>What was measured so far; null when it cannot be told, or nothing is measured any more.</summary>
    Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken);
}
