using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>What everybody chooses, newer choices counting for more. Knows nothing of the user.</summary>
internal sealed class PopularSource : ICandidateSource
{
    private readonly float[] _scores;
    private readonly int[] _order;

    /// <summary>Makes the source.</summary>
    /// <param name="scores">Every item's decayed weight.</param>
    public PopularSource(float[] scores)
    {
        _scores = scores;
        _order = new int[scores.Length];
        for (int i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }

        Array.Sort(_order, (a, b) => scores[a] != scores[b] ? scores[b].CompareTo(scores[a]) : a.CompareTo(b));
    }

    /// <inheritdoc/>
    public string Name => "popular";

    /// <inheritdoc/>
    public ReasonKind Kind => ReasonKind.Popular;

    /// <summary>Every item's score.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>All items, the most popular first.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The largest score, or 1 when no score is above 0.</summary>
    public float Largest => _order.Length > 0 && _scores[_order[0]] > 0 ? _scores[_order[0]] : 1;

    /// <inheritdoc/>
    public int Collect(Workspace work, CandidateFilter gate, Span<Candidate> into)
    {
        int count = 0;
        for (int i = 0; i < _order.Length && count < into.Length && _scores[_order[i]] > 0; i++)
        {
            if (gate.Allows(_order[i]))
            {
                into[count++] = new(_order[i], _scores[_order[i]], -1);
            }
        }

        return count;
    }

    /// <inheritdoc/>
    public void Score(Workspace work, ReadOnlySpan<int> items, Span<Candidate> into)
    {
        for (int i = 0; i < items.Length; i++)
        {
            into[i] = new(items[i], ScoreOf(items[i]), -1);
        }
    }

    /// <summary>An item's score, never below 0; 0 for one that came after the log ended.</summary>
    private float ScoreOf(int item) => item < _scores.Length ? MathF.Max(0, _scores[item]) : 0;
}
