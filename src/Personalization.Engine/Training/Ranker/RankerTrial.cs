using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>The result of comparing a learned ranker with the blend.</summary>
/// <param name="Outcome">The decision on the ranker, with the evidence.</param>
/// <param name="Fresh">
/// The ranker of lists of unseen items, over the sources of the validation run; null when the blend ranks them.
/// </param>
/// <param name="Returning">The ranker of lists that may repeat seen items; null when the blend ranks them.</param>
/// <param name="Examples">The examples that the ranker was trained on.</param>
internal sealed record RankerTrial(
    ManifestRanker Outcome, LearnedRanker? Fresh, LearnedRanker? Returning, RankingExamples Examples);
