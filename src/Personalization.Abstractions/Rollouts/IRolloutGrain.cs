using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Rollouts;

/// <summary>
/// Rolls out model versions to all users, one at a time: gate, shadow, canary, live. Rolls back automatically. Key: 0.
/// </summary>
[GrainInterfaceType("Personalization.IRolloutGrain"), Alias("Personalization.IRolloutGrain")]
public interface IRolloutGrain : IGrainWithIntegerKey
{
    /// <summary>Gets the rollouts, newest first.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ImmutableArray<Rollout>> GetAsync();

    /// <summary>Starts the rollout of a version.</summary>
    /// <param name="version">The name of the version.</param>
    /// <param name="who">The name of the API key whose owner made the decision, or <c>engine</c>.</param>
    /// <exception cref="KeyNotFoundException">The version does not exist.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another rollout is active, the version is live already, or there is no live version to compare it with.
    /// </exception>
    [Alias("Start")]
    ValueTask<Rollout> StartAsync(string version, string who);

    /// <summary>
    /// Rolls back a version for all users. If it went live, the previous version becomes live again. When the call
    /// returns, every reachable silo serves without the version.
    /// </summary>
    /// <param name="version">The name of the version.</param>
    /// <param name="who">The name of the API key whose owner made the decision, or <c>engine</c>.</param>
    /// <param name="why">The reason.</param>
    /// <exception cref="KeyNotFoundException">The version has no rollout.</exception>
    /// <exception cref="InvalidOperationException">The rollout has finished and the version does not serve.</exception>
    [Alias("RollBack")]
    ValueTask<Rollout> RollBackAsync(string version, string who, string why);

    /// <summary>
    /// Stops an active rollout without a conclusion about the version. All users get the live version again.
    /// </summary>
    /// <param name="version">The name of the version.</param>
    /// <param name="who">The name of the API key whose owner made the decision, or <c>engine</c>.</param>
    /// <param name="why">The reason.</param>
    /// <exception cref="KeyNotFoundException">The version has no rollout.</exception>
    /// <exception cref="InvalidOperationException">The rollout has finished.</exception>
    [Alias("Stop")]
    ValueTask<Rollout> StopAsync(string version, string who, string why);

    /// <summary>
    /// Reports what a silo counted and returns what it must count next. Called by silos every few seconds, which keeps
    /// the grain and the rollout running.
    /// </summary>
    /// <param name="counted">
    /// The order for which <paramref name="tally"/> was counted; the tally is ignored when the order has changed.
    /// </param>
    /// <param name="tally">The counts since the last report.</param>
    [AlwaysInterleave, Alias("Report")]
    ValueTask<RolloutOrder> ReportAsync(RolloutOrder counted, RolloutTally tally);
}
