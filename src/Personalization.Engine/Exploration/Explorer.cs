using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Exploration;

/// <summary>Makes a list of ranked candidates: unmarked slots take the best left, marked ones draw from the best left with exact propensities.</summary>
public static class Explorer
{
    /// <summary>Fills the list.</summary>
    /// <param name="ranked">The candidates, best first, as the ranker has them.</param>
    /// <param name="count">How long the list is to be; shorter when there are fewer candidates.</param>
    /// <param name="settings">Which slots are marked and how they draw.</param>
    /// <param name="rewards">What is known of rewards; for Thompson sampling with draws.</param>
    /// <param name="chance">The source of chance.</param>
    /// <exception cref="ArgumentException">Thompson sampling was asked of a snapshot without draws.</exception>
    public static ExploredSlot[] Fill(IReadOnlyList<ExploringCandidate> ranked, int count, ExplorationSettings settings, RewardSnapshot rewards, Random chance)
    {
        if (settings.Policy == ExplorationPolicy.Thompson && rewards.Draws == 0)
        {
            throw new ArgumentException("Thompson sampling needs a snapshot with draws.", nameof(rewards));
        }

        List<int> left = [.. Enumerable.Range(0, ranked.Count)];
        ExploredSlot[] slots = new ExploredSlot[Math.Min(count, ranked.Count)];
        for (int position = 0; position < slots.Length; position++)
        {
            bool isMarked = settings.Slots.Contains(position);
            double propensity = 1;
            int chosen = 0;
            if (isMarked)
            {
                double[] shares = SharesOf([.. left.Take(settings.Pool).Select(i => ranked[i])], settings, rewards);
                chosen = Propensities.Draw(shares, chance);
                propensity = shares[chosen];
            }

            slots[position] = new(left[chosen], propensity, isMarked);
            left.RemoveAt(chosen);
        }

        return slots;
    }

    /// <summary>The probability with which a marked slot draws each candidate.</summary>
    public static double[] SharesOf(IReadOnlyList<ExploringCandidate> pool, ExplorationSettings settings, RewardSnapshot rewards)
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
