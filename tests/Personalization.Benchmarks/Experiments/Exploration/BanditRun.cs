using Personalization.Abstractions.Experiments;
using Personalization.Engine.Exploration;

namespace Personalization.Benchmarks.Experiments.Exploration;

/// <summary>The result of one policy in one world.</summary>
/// <param name="Reward">The expected reward: the mean probability that the user takes the shown item, without sampling
/// noise.</param>
/// <param name="Late">The expected reward over the second half of the days.</param>
/// <param name="Best">The mean probability of the best candidate, which is the highest possible reward.</param>
internal sealed record BanditRun(double Reward, double Late, double Best)
{
    /// <summary>
    /// A rough prior: about the standard deviation of a reward with a mean of 30 %, and typical standard deviations of
    /// items and features. It does not need to match the world.
    /// </summary>
    private static readonly RewardPrior Prior = new(0.45, 0.2, 0.2);

    /// <summary>Runs a policy in a world.</summary>
    public static BanditRun Of(BanditPlan plan, ExplorationSettings settings, int seed)
    {
        BanditWorld world = new(plan, seed);
        RewardModel model = new(BanditWorld.Features, Prior);
        Random chance = new(~seed);
        int draws = settings.Policy == ExplorationPolicy.Thompson ? 50 : 0;
        RewardSnapshot known = model.Snapshot(draws, 0);
        double reward = 0;
        double late = 0;
        double best = 0;
        int asked = 0;
        List<(ExploringCandidate Shown, double Reward)> batch = [];
        for (int day = 0; day < plan.Days; day++)
        {
            for (int user = 0; user < plan.ADay; user++)
            {
                ExploringCandidate[] candidates = world.Ask();
                ExploringCandidate shown = candidates[
                    Explorer.Fill(candidates, 1, settings, known, chance)[0].Candidate];
                double rate = world.Rate(shown);
                reward += rate;
                late += 2 * day >= plan.Days ? rate : 0;
                best += candidates.Max(world.Rate);
                batch.Add((shown, world.Take(shown) ? 1 : 0));
                if (++asked % plan.Batch == 0)
                {
                    batch.ForEach(outcome => model.Add(outcome.Shown.Item, outcome.Shown.Features, outcome.Reward));
                    batch.Clear();
                    known = model.Snapshot(draws, asked);
                }
            }

            world.NextDay();
        }

        return new(reward / asked, late / (asked / 2.0), best / asked);
    }
}
