using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Ranker;

/// <summary>What came of trying a learnt ranker against the blend.</summary>
/// <param name="Outcome">Whether to use it, and the evidence.</param>
/// <param name="Fresh">The ranker of lists of items the user has not met, over the rehearsal's sources; null when the blend ranks them.</param>
/// <param name="Returning">The ranker of lists on which what the user has met may come back; null when the blend ranks them.</param>
/// <param name="Examples">What was learnt from.</param>
internal sealed record RankerTrial(ManifestRanker Outcome, LearnedRanker? Fresh, LearnedRanker? Returning, RankingExamples Examples);
