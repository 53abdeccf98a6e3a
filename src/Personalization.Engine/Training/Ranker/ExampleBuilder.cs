using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>
/// Builds ranking examples: the candidates the engine would have had at a moment, their features at that moment, and a
/// grade for what the user did next.
/// </summary>
/// <remarks>
/// The sources and statistics must be trained on earlier events, so that no feature contains the future.
/// </remarks>
internal static class ExampleBuilder
{
    /// <summary>The most rows of a list: the best candidates, the chosen items, and a sample of the others.</summary>
    private const int MaxRows = 100;
    private const int BestRows = 60;

    /// <summary>
    /// The number of moments tried for each wanted list. The result has fewer lists when the next choice is among the
    /// candidates less often than this.
    /// </summary>
    private const double MomentsPerList = 1.5;

    /// <summary>Builds the examples of a period of the log.</summary>
    /// <param name="stretch">The period, and the sources trained on the events before it.</param>
    /// <param name="options">The most lists, and the seed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidOperationException">
    /// The sources were trained on events of the period, so features would contain the future.
    /// </exception>
    public static RankingExamples Build(
        ExampleStretch stretch, TrainingOptions options, CancellationToken cancellationToken) =>
        Build(stretch, ItemStatisticsTrainer.Train(stretch.Earlier, options), options, cancellationToken);

    /// <summary>Builds the examples with the supplied item statistics.</summary>
    internal static RankingExamples Build(
        ExampleStretch stretch, ItemStatistics items, TrainingOptions options, CancellationToken cancellationToken)
    {
        if (stretch.Earlier.EventCount > 0 && stretch.Earlier.LastMs >= stretch.FromMs)
        {
            throw new InvalidOperationException(
                $"Sources were trained on events up to {stretch.Earlier.LastMs}, but the examples begin at "
                + $"{stretch.FromMs}. Train the sources on earlier events only.");
        }

        ModelParts parts = stretch.Parts;
        Dictionary<BlendWeights, RankingFeatures> featuresOf = [];
        RankingExamples examples = new(RankingFeatures.NamesOf(parts.Sources).Count);
        RankingWorkspace work = new(parts);
        SeenItemFilter seen = new(parts.ItemCount);
        Random random = new(options.Seed);
        List<int> places = [];
        List<RankingCase> moments = RankingCases.Find(stretch.Log, stretch.FromMs, options);
        foreach (RankingCase moment in moments.Take((int)(MomentsPerList * options.RankerLists)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (examples.Lists == options.RankerLists)
            {
                break;
            }

            BlendWeights blend = (moment.Repeats ? stretch.Returning : stretch.Blends)
                .Of(moment.Signal.MomentOf(parts.SessionGapMs));
            if (!featuresOf.TryGetValue(blend, out RankingFeatures? features))
            {
                featuresOf[blend] = features = new(parts.Sources, items, blend.ToArray());
            }

            work.Retrieval.Interactions.Fold(moment.Signal.Events.Span, parts.SessionGapMs);
            CandidateFilter filter = moment.Repeats ? CandidateFilter.Open : seen.Of(moment.Signal);
            work.Union.Collect(parts, work, filter, Blender.MinDepth, features.Shares, cancellationToken);
            int count = work.Union.Choose(work, LearnedRanker.Reach);
            Dictionary<int, byte> grades = Grades.Of(moment, stretch.Log.PurchaseWeight);
            if (Pick(work.Union.Best, grades, moment.Target, random, places))
            {
                Add(examples, work, features, moment.Signal.NowMs, count, places, grades);
            }
        }

        return examples;
    }

    /// <summary>Picks the places of the rows of an example, ascending.</summary>
    /// <returns>
    /// True if the next choice is among the candidates. Otherwise the example has no target to learn from.
    /// </returns>
    private static bool Pick(
        ReadOnlySpan<Candidate> best, Dictionary<int, byte> grades, int next, Random random, List<int> places)
    {
        places.Clear();
        bool found = false;
        int left = MaxRows - Math.Min(BestRows, best.Length);
        for (int place = 0; place < best.Length; place++)
        {
            int remaining = best.Length - place;
            bool graded = grades.ContainsKey(best[place].Item);
            bool sampled = place >= BestRows && random.Next(remaining) < left;
            left -= sampled ? 1 : 0;
            found |= best[place].Item == next;
            if (place < BestRows || graded || sampled)
            {
                places.Add(place);
            }
        }

        return found && places.Count > 1;
    }

    private static void Add(
        RankingExamples examples,
        RankingWorkspace work,
        RankingFeatures features,
        long nowMs,
        int count,
        List<int> places,
        Dictionary<int, byte> grades)
    {
        int width = features.Count;
        work.Union.Gather(work, count);
        Span<float> rows = work.Ranking.Rows(count, width);
        features.FillAll(work, nowMs, count, rows);
        byte[] graded = new byte[places.Count];
        for (int i = 0; i < places.Count; i++)
        {
            // places ascend, so a row moves only to its own place or upwards
            rows.Slice(places[i] * width, width).CopyTo(rows[(i * width)..]);
            graded[i] = grades.GetValueOrDefault(work.Union.Best[places[i]].Item);
        }

        examples.Add(rows[..(places.Count * width)], graded);
    }
}
