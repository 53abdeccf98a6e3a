using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Scores items with a source, without the evidence.</summary>
internal static class SampledScores
{
    /// <summary>Scores the items for the user whose interactions the workspace holds.</summary>
    public static void Of(ICandidateSource source, Workspace work, ReadOnlySpan<int> items, Span<float> into)
    {
        Span<Candidate> scores = work.Candidates(items.Length);
        if (source is FactorSource factors)
        {
            // the evidence of each item would take much longer than its score
            _ = factors.ScoreOnly(work, items, scores);
        }
        else
        {
            source.Score(work, items, scores);
        }

        for (int i = 0; i < into.Length; i++)
        {
            into[i] = scores[i].Score;
        }
    }
}
