using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Exploration;

/// <summary>
/// Fills a list from ranked candidates. Exploring positions draw from the best remaining candidates with exact
/// propensities; other positions take the best remaining candidate.
/// </summary>
public static class Explorer
{
    /// <summary>Fills the list.</summary>
    /// <param name="ranked">The candidates, best first.</param>
    /// <param name="count">The length of the list. The list is shorter if there are fewer candidates.</param>
    /// <param name="settings">The exploring positions and their policy.</param>
    /// <param name="rewards">The reward model. Thompson sampling needs a snapshot with draws.</param>
    /// <param name="random">The random number generator.</param>
    /// <exception cref="ArgumentException">The policy is Thompson sampling and the snapshot has no draws.</exception>
    public static ExploredSlot[] Fill(
        IReadOnlyList<ExploringCandidate> ranked,
        int count,
        ExplorationSettings settings,
        RewardSnapshot rewards,
        Random random)
    {
        if (settings.Policy == ExplorationPolicy.Thompson && rewards.Draws == 0)
        {
            throw new ArgumentException(
                "Thompson sampling needs a reward snapshot with draws, but the snapshot has none.", nameof(rewards));
        }

        List<int> left = [.. Enumerable.Range(0, ranked.Count)];
        ExploredSlot[] slots = new ExploredSlot[Math.Min(count, ranked.Count)];
        for (int position = 0; position < slots.Length; position++)
        {
            bool explores = settings.Slots.Contains(position);
            double propensity = 1;
            int chosen = 0;
            if (explores)
            {
                double[] shares = SharesOf([.. left.Take(settings.Pool).Select(i => ranked[i])], settings, rewards);
                chosen = Propensities.Draw(shares, random);
                propensity = shares[chosen];
            }

            slots[position] = new(left[chosen], propensity, explores);
            left.RemoveAt(chosen);
        }

        return slots;
    }

    /// <summary>Returns the probability of each candidate at an exploring position.</summary>
    public static double[] SharesOf(
        IReadOnlyList<ExploringCandidate> pool, ExplorationSettings settings, RewardSnapshot rewards)
    {
        if (settings.Policy == ExplorationPolicy.Thompson)
        {
            double[][] sampled = [.. pool.Select(_ => new double[rewards.Draws])];
            for (int i = 0; i < sampled.Length; i++)
            {
                rewards.Sample(pool[i].Item, pool[i].Features, sampled[i]);
            }

            return Propensities.Thompson(sampled, settings.Epsilon);
        }

        double[] predicted = [.. pool.Select(candidate => rewards.Predict(candidate.Item, candidate.Features))];
        return settings.Policy switch
        {
            ExplorationPolicy.Greedy => Propensities.Greedy(predicted),
            ExplorationPolicy.Epsilon => Propensities.Epsilon(predicted, settings.Epsilon),
            _ => Propensities.SquareCb(predicted, settings.Sharpness),
        };
    }
}
