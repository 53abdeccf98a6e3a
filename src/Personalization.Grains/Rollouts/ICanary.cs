using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Grains.Rollouts;

/// <summary>Serves a version to a share of the users and measures them. Every call can be repeated.</summary>
public interface ICanary
{
    /// <summary>
    /// Serves the version to the rollout's share of the users, and measures a control group of the same size. Returns
    /// when every reachable silo applies it.
    /// </summary>
    Task SetShareAsync(Rollout rollout, CancellationToken cancellationToken);

    /// <summary>Withdraws the version from all users; does nothing when nobody gets it.</summary>
    Task EndAsync(Rollout rollout, string why, CancellationToken cancellationToken);

    /// <summary>Reads the results so far; null when they cannot be read or nothing is measured.</summary>
    Task<ExperimentResults?> ReadAsync(Rollout rollout, CancellationToken cancellationToken);
}
