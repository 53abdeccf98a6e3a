using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>Proposes the most popular items; newer choices weigh more. Does not depend on the user.</summary>
internal sealed class PopularSource : ICandidateSource
{
    private readonly float[] _scores;
    private readonly int[] _order;

    /// <summary>Creates the source.</summary>
    /// <param name="scores">The decayed weight of every item.</param>
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

    /// <summary>The score of every trained item.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>All trained items, most popular first.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>The largest score; 1 if no score is above 0.</summary>
    public float Largest => _order.Length > 0 && _scores[_order[0]] > 0 ? _scores[_order[0]] : 1;

    /// <inheritdoc/>
    public int Collect(
        Workspace work,
        CandidateFilter filter,
        Span<Candidate> into,
        CandidateOrder order = CandidateOrder.Sorted)
    {
        int count = 0;
        for (int i = 0; i < _order.Length && count < into.Length && _scores[_order[i]] > 0; i++)
        {
            if (filter.Allows(_order[i]))
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

    /// <summary>The score of an item, at least 0; 0 for an item added after the training.</summary>
    private float ScoreOf(int item) => item < _scores.Length ? MathF.Max(0, _scores[item]) : 0;
}
