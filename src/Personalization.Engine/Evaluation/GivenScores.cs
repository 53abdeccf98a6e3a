using Personalization.Engine.Candidates;

namespace Personalization.Engine.Evaluation;

/// <summary>What a source says of given items, without its evidence.</summary>
internal static class GivenScores
{
    /// <summary>Scores the items for the user whose footprints the workspace holds.</summary>
    public static void Of(ICandidateSource source, Workspace work, ReadOnlySpan<int> items, Span<float> into)
    {
        Span<Candidate> scores = work.Candidates(items.Length);
        if (source is FactorSource factors)
        {
            // naming the evidence of each would take much longer than scoring it
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

    /// <summary>The best score of an item the gate lets through; 0 when there is none.</summary>
    public static float BestOf(ICandidateSource source, Workspace work, ItemGate gate)
    {
        Span<Candidate> top = stackalloc Candidate[1];
        return source.Collect(work, gate, top) > 0 ? top[0].Score : 0;
    }
}
