using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Excludes the items of one user's history. It is reused for one user after the other.</summary>
internal sealed class SeenItemFilter(int itemCount) : CandidateFilter
{
    private readonly bool[] _seen = new bool[itemCount];
    private ReadOnlyMemory<SignalEvent> _history;

    /// <summary>Replaces the excluded history.</summary>
    public SeenItemFilter Of(UserSignal signal)
    {
        Mark(false);
        _history = signal.Events;
        Mark(true);
        return this;
    }

    /// <summary>Gets the filter of a case. It allows all items when the case allows seen items.</summary>
    public CandidateFilter Of(EvaluationCase testCase) => testCase.SeenAllowed ? Open : Of(testCase.Signal);

    /// <inheritdoc/>
    public override bool RefusesSeen => true;

    /// <inheritdoc/>
    public override bool Allows(int item) => !_seen[item];

    private void Mark(bool seen)
    {
        foreach (ref readonly SignalEvent happened in _history.Span)
        {
            _seen[happened.Item] = seen;
        }
    }
}
