using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Makes lists to learn from: what the engine would have had to choose from at a moment, with the features as of that moment, graded by what
/// the user did then. Sources and statistics must have been trained on what is earlier: nothing later can then be in a feature.
/// </summary>
internal static class ExampleBuilder
{
    /// <summary>The most rows of a list: its best ones, what was chosen, and a draw from the others.</summary>
    private const int MaxRows = 100;
    private const int BestRows = 60;

    /// <summary>So many moments are looked at for every list wanted; where less than one in so many has its next choice among the candidates there are fewer lists.</summary>
    private const double MomentsPerList = 1.5;

    /// <summary>Makes the lists of a stretch of the log.</summary>
    /// <param name="stretch">The stretch and what was known before it.</param>
    /// <param name="options">How many lists at most, and the seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The earlier log reaches into the stretch: features would know the future.</exception>
    public static RankingExamples Build(ExampleStretch stretch, TrainingOptions options, CancellationToken cancellationToken) =>
        Build(stretch, ItemStatisticsTrainer.Train(stretch.Earlier), options, cancellationToken);

    /// <summary>The same with given statistics.</summary>
    internal static RankingExamples Build(ExampleStretch stretch, ItemStatistics items, TrainingOptions options, CancellationToken cancellationToken)
    {
        if (stretch.Earlier.EventCount > 0 && stretch.Earlier.LastMs >= stretch.FromMs)
        {
            throw new InvalidOperationException(
                $"The sources were trained on events up to {stretch.Earlier.LastMs} and the examples begin at {stretch.FromMs}: their features would know the future.");
        }

        ModelParts parts = stretch.Parts;
        RankingFeatures fresh = new(parts.Sources, items, stretch.Weights.ToArray());
        RankingFeatures returning = new(parts.Sources, items, stretch.Returning.ToArray());
        RankingExamples examples = new(fresh.Count);
        RankingWorkspace work = new(parts);
        SeenItemFilter seen = new(parts.ItemCount);
        Random random = new(options.Seed);
        List<int> places = [];
        foreach (RankingCase moment in RankingCases.Find(stretch.Log, stretch.FromMs, options).Take((int)(MomentsPerList * options.RankerLists)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (examples.Lists == options.RankerLists)
            {
                break;
            }

            RankingFeatures features = moment.Repeats ? returning : fresh;
            work.Retrieval.Interactions.Fold(moment.Signal.Events.Span, parts.SessionGapMs);
            CandidateFilter gate = moment.Repeats ? CandidateFilter.Open : seen.Of(moment.Signal);
            work.Union.Collect(parts, work, gate, Blender.MinDepth, features.Shares, cancellationToken);
            int count = work.Union.Choose(work, LearnedRanker.Reach);
            Dictionary<int, byte> grades = Grades.Of(moment, stretch.Log.PurchaseWeight);
            if (Pick(work.Union.Best, grades, moment.Next.Span[0].Item, random, places))
            {
                Add(examples, work, features, moment.Signal.NowMs, count, places, grades);
            }
        }

        return examples;
    }

    /// <summary>Picks the places of the rows to keep, ascending.</summary>
    /// <returns>Whether the next choice is among the candidates; without it there is nothing to learn.</returns>
    private static bool Pick(ReadOnlySpan<Candidate> best, Dictionary<int, byte> grades, int next, Random random, List<int> places)
    {
        places.Clear();
        bool found = false;
        int left = MaxRows - Math.Min(BestRows, best.Length);
        for (int place = 0; place < best.Length; place++)
        {
            int further = best.Length - place;
            bool graded = grades.ContainsKey(best[place].Item);
            bool drawn = place >= BestRows && random.Next(further) < left;
            left -= drawn ? 1 : 0;
            found |= best[place].Item == next;
            if (place < BestRows || graded || drawn)
            {
                places.Add(place);
            }
        }

        return found && places.Count > 1;
    }

    private static void Add(RankingExamples examples, RankingWorkspace work, RankingFeatures features, long nowMs, int count, List<int> places, Dictionary<int, byte> grades)
    {
        int width = features.Count;
        work.Union.Gather(work, count);
        Span<float> rows = work.Ranking.Rows(count, width);
        features.FillAll(work, nowMs, count, rows);
        byte[] graded = new byte[places.Count];
        for (int i = 0; i < places.Count; i++)
        {
            // places ascend, so a row is moved only to where it stands or further up
            rows.Slice(places[i] * width, width).CopyTo(rows[(i * width)..]);
            graded[i] = grades.GetValueOrDefault(work.Union.Best[places[i]].Item);
        }

        examples.Add(rows[..(places.Count * width)], graded);
    }
}
