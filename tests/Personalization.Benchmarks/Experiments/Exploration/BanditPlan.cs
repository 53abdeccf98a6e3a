namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>The size and the parameters of a simulation.</summary>
/// <param name="Worlds">The number of simulated worlds; every policy runs in each of them.</param>
/// <param name="Days">The number of days of a world.</param>
/// <param name="ADay">Users per day.</param>
/// <param name="Items">The number of items at a time.</param>
/// <param name="NewADay">Items replaced per day, the oldest first.</param>
/// <param name="Candidates">The number of candidates for a user's list.</param>
/// <param name="Batch">The number of users after which the policy learns from their rewards.</param>
/// <param name="TraitSpread">The standard deviation of the weight of each feature, which sets the difference of items
/// by known features.</param>
/// <param name="AppealSpread">The standard deviation of the appeal of an item beyond its known features.</param>
internal sealed record BanditPlan(
    int Worlds, int Days, int ADay, int Items, int NewADay, int Candidates, int Batch, double TraitSpread,
    double AppealSpread)
{
    /// <summary>A shop whose items differ mostly by unknown appeal.</summary>
    public static readonly BanditPlan Unknown = new(10, 30, 2000, 60, 3, 20, 50, 0.03, 0.2);

    /// <summary>A shop whose items differ about equally by known features and by unknown appeal.</summary>
    public static readonly BanditPlan Known = Unknown with { TraitSpread = 0.05, AppealSpread = 0.15 };
}
