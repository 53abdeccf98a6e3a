namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>The columns of a bandit log.</summary>
/// <param name="Item">The number of the shown item, from 0.</param>
/// <param name="Position">The position of the item, from 1.</param>
/// <param name="Reward">The reward: 0 or 1.</param>
/// <param name="Propensity">The probability of showing the item at this position, above 0.</param>
/// <param name="User">The start of the names of the user features; there may be none.</param>
/// <param name="Affinity">
/// The start of the names of the affinities to each item, in the order of item numbers; there may be none.
/// </param>
internal sealed record BanditColumns(
    string Item, string Position, string Reward, string Propensity, string User, string Affinity)
{
    /// <summary>The columns of the Open Bandit data.</summary>
    public static readonly BanditColumns OpenBandit =
        new("item_id", "position", "click", "propensity_score", "user_feature", "user-item_affinity");
}
