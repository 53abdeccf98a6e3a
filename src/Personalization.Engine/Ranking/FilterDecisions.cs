using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Ranking;

/// <summary>
/// Asks the filter of a request once per item, although several sources propose the item. Not thread-safe.
/// </summary>
/// <param name="items">The number of items there is room for.</param>
internal sealed class FilterDecisions(int items) : CandidateFilter
{
    // a decision is 2 x the number of the request, plus 1 if the filter allows the item
    private readonly uint[] _decisions = new uint[items];
    private CandidateFilter _filter = Open;
    private uint _request;

    /// <inheritdoc/>
    public override bool RefusesSeen => _filter.RefusesSeen;

    /// <summary>Returns a filter with the same decisions. It is valid until the next call.</summary>
    public CandidateFilter Of(CandidateFilter filter)
    {
        if (ReferenceEquals(filter, Open))
        {
            return filter;
        }

        if (++_request > uint.MaxValue / 2)
        {
            Array.Clear(_decisions);
            _request = 1;
        }

        _filter = filter;
        return this;
    }

    /// <summary>Forgets the filter, so that the scratch memory keeps no user and no catalog in memory.</summary>
    public void Release() => _filter = Open;

    /// <inheritdoc/>
    public override bool Allows(int item)
    {
        ref uint decision = ref _decisions[item];
        if (decision >> 1 != _request)
        {
            decision = (_request << 1) | (_filter.Allows(item) ? 1u : 0u);
        }

        return (decision & 1) != 0;
    }
}
