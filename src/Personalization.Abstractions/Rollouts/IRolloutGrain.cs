using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Personalization.Abstractions.Rollouts;

/// <summary>Takes model versions to all users, one at a time: gate, shadow, canary, live; or back, by itself. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Rollouts.IRolloutGrain"), Alias("Personalization.IRolloutGrain")]
public interface IRolloutGrain : IGrainWithIntegerKey
{
    /// <summary>The rollouts, newest first.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<ImmutableArray<Rollout>> GetAsync();

    /// <summary>Starts to roll a version out.</summary>
    /// <param name="version">The version.</param>
    /// <param name="who">Whose decision it is.</param>
    /// <exception cref="KeyNotFoundException">There is no such version.</exception>
    /// <exception cref="InvalidOperationException">A rollout goes on, the version is live, or there is none yet to compare it with.</exception>
    [Alias("Start")]
    ValueTask<Rollout> StartAsync(string version, string who);

    /// <summary>Takes a version back from everybody who gets it; of one that went live it makes the version before live again. When it returns, every silo that can be reached serves without it.</summary>
    /// <param name="version">The version.</param>
    /// <param name="who">Whose decision it is.</param>
    /// <param name="why">Why.</param>
    /// <exception cref="KeyNotFoundException">There is no rollout of it.</exception>
    /// <exception cref="InvalidOperationException">It is over, and the version does not serve.</exception>
    [Alias("RollBack")]
    ValueTask<Rollout> RollBackAsync(string version, string who, string why);

    /// <summary>Ends a rollout that goes on and says nothing about the version; who got it gets the live one again.</summary>
    /// <param name="version">The version.</param>
    /// <param name="who">Whose decision it is.</param>
    /// <param name="why">Why.</param>
    /// <exception cref="KeyNotFoundException">There is no rollout of it.</exception>
    /// <exception cref="InvalidOperationException">It is over.</exception>
    [Alias("Stop")]
    ValueTask<Rollout> StopAsync(string version, string who, string why);

    /// <summary>For silos only, every few seconds: hands over what was counted, and learns what to count. Keeps the grain, and so the rollout, running.</summary>
    /// <param name="counted">What <paramref name="tally"/> was counted for; passed over when that is no longer wanted.</param>
    /// <param name="tally">What was counted since the last report.</param>
    [AlwaysInterleave, Alias("Report")]
    ValueTask<RolloutOrder> ReportAsync(RolloutOrder counted, RolloutTally tally);
}
