namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>How much is simulated.</summary>
/// <param name="Worlds">Simulated worlds; every policy runs in each.</param>
/// <param name="Days">How many days each lasts.</param>
/// <param name="ADay">How many users ask a day.</param>
/// <param name="Items">How many items there are at a time.</param>
/// <param name="NewADay">How many of them are replaced a day, the oldest first.</param>
/// <param name="Candidates">How many items a user's list is chosen from.</param>
/// <param name="Batch">After how many users the policy learns what came of them.</param>
/// <param name="TraitSpread">The standard deviation of the weight of each of the features: how much items differ by
/// what is known of them.</param>
/// <param name="AppealSpread">The standard deviation of what only showing an item can tell.</param>
internal sealed record BanditPlan(
    int Worlds, int Days, int ADay, int Items, int NewADay, int Candidates, int Batch, double TraitSpread,
    double AppealSpread)
{
    /// <summary>A shop whose items differ by themselves more than by what is known of them.</summary>
    public static readonly BanditPlan Unknown = new(10, 30, 2000, 60, 3, 20, 50, 0.03, 0.2);

    /// <summary>A shop whose items differ about as much by what is known of them.</summary>
    public static readonly BanditPlan Known = Unknown with { TraitSpread = 0.05, AppealSpread = 0.15 };
}
