namespace Personalization.Engine.Numerics;

/// <summary>Selects the best of many candidates into a span. Equal scores rank by item number.</summary>
/// <remarks>The span is a binary heap with the worst selected candidate on top.</remarks>
internal ref struct TopCandidates(Span<Candidate> into)
{
    private readonly Span<Candidate> _heap = into;

    /// <summary>The number of selected candidates.</summary>
    public int Count { get; private set; }

    /// <summary>The lowest score that a candidate needs to be selected.</summary>
    public readonly float Threshold =>
        Count < _heap.Length ? float.NegativeInfinity : _heap.Length == 0 ? float.PositiveInfinity : _heap[0].Score;

    /// <summary>Selects the candidate if it is among the best so far.</summary>
    public void Offer(in Candidate candidate)
    {
        if (Count < _heap.Length)
        {
            Rise(Count++, candidate);
        }
        else if (_heap.Length > 0 && candidate.Before(_heap[0]))
        {
            Sink(0, candidate, Count);
        }
    }

    /// <summary>Sorts the selected candidates, best first. Do not call <see cref="Offer"/> afterwards.</summary>
    /// <returns>The number of selected candidates.</returns>
    public readonly int Sort()
    {
        for (int last = Count - 1; last > 0; last--)
        {
            Candidate worst = _heap[0];
            Sink(0, _heap[last], last);
            _heap[last] = worst;
        }

        return Count;
    }

    /// <summary>Orders the selected candidates. Do not call <see cref="Offer"/> afterwards.</summary>
    /// <returns>The number of selected candidates.</returns>
    public readonly int Finish(CandidateOrder order)
    {
        if (order == CandidateOrder.Sorted)
        {
            return Sort();
        }

        int best = 0;
        for (int i = 1; i < Count; i++)
        {
            best = _heap[i].Before(_heap[best]) ? i : best;
        }

        if (best > 0)
        {
            (_heap[0], _heap[best]) = (_heap[best], _heap[0]);
        }

        return Count;
    }

    private readonly void Rise(int hole, in Candidate candidate)
    {
        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!_heap[parent].Before(candidate))
            {
                break;
            }

            _heap[hole] = _heap[parent];
            hole = parent;
        }

        _heap[hole] = candidate;
    }

    private readonly void Sink(int hole, Candidate candidate, int count)
    {
        while (true)
        {
            int child = (2 * hole) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && _heap[child].Before(_heap[child + 1]))
            {
                child++;
            }

            if (!candidate.Before(_heap[child]))
            {
                break;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        _heap[hole] = candidate;
    }
}

/// <summary>The order in which a source returns its candidates.</summary>
internal enum CandidateOrder
{
    /// <summary>Best first, equal scores by item number.</summary>
    Sorted,

    /// <summary>The best first, the others in any order. Cheaper, for callers that only add the scores up.</summary>
    BestFirst,
}
