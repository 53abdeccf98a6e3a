using Personalization.Abstractions.Rollouts;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;

namespace Personalization.Grains.Rollouts;

/// <summary>Measures how long two models take to rank the same histories.</summary>
/// <remarks>
/// The models take turns, so that other load affects both. The histories are synthetic: 1 to 100 events on popular
/// items that both models know.
/// </remarks>
public sealed class LatencyProbe(TimeProvider time)
{
    private const int Rankings = 200;
    private const int WarmUps = 20;
    private const int ListLength = 100;
    private const int Popular = 2_000;
    private const int LongestHistory = 100;
    private const int Seed = 1;

    /// <summary>Measures both models; takes about a second for 100,000 items.</summary>
    /// <param name="live">The live model.</param>
    /// <param name="other">The model to compare with it.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    public LatencyReport Run(ModelSnapshot live, ModelSnapshot other, CancellationToken cancellationToken)
    {
        string[] items = [.. live.Popular(CandidateFilter.Open, Popular)
            .Select(ranked => live.Items[ranked.Item])
            .Where(id => other.Items.TryGet(id, out _))];
        Random chance = new(Seed);
        List<double> liveTimes = [];
        List<double> times = [];
        for (int i = 0; i < WarmUps + Rankings; i++)
        {
            int length = items.Length == 0 ? 0 : 1 + chance.Next(LongestHistory);
            string[] history = [.. Enumerable.Range(0, length).Select(_ => items[chance.Next(items.Length)])];
            double liveTime = Time(live, history, cancellationToken);
            double otherTime = Time(other, history, cancellationToken);
            if (i >= WarmUps)
            {
                liveTimes.Add(liveTime);
                times.Add(otherTime);
            }
        }

        liveTimes.Sort();
        times.Sort();
        return new(
            Rankings,
            liveTimes[Rankings / 2],
            times[Rankings / 2],
            liveTimes[Rankings * 95 / 100],
            times[Rankings * 95 / 100]);
    }

    private double Time(ModelSnapshot model, string[] history, CancellationToken cancellationToken)
    {
        const long minute = 60_000;
        SignalEvent[] events = [.. history.Select(
            (id, at) => new SignalEvent(model.Items.TryGet(id, out int item) ? item : 0, 1, at * minute))];
        long started = time.GetTimestamp();
        _ = model.Recommend(
            new UserSignal(events, history.Length * minute), CandidateFilter.Open, ListLength, cancellationToken);
        return time.GetElapsedTime(started).TotalMilliseconds;
    }
}
