using Personalization.Engine.Datasets;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Evaluation;

/// <summary>Refuses the items of one user's history. Used again for user after user.</summary>
internal sealed class SeenItemFilter(int itemCount) : CandidateFilter
{
    private readonly bool[] _seen = new bool[itemCount];
    private ReadOnlyMemory<SignalEvent> _history;

    /// <summary>Refuses another history's items from now on.</summary>
    public SeenItemFilter Of(UserSignal signal)
    {
        Mark(false);
        _history = signal.Events;
        Mark(true);
        return this;
    }

    /// <summary>The gate of a case.</summary>
    public CandidateFilter Of(EvaluationCase question) => question.SeenAllowed ? Open : Of(question.Signal);

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
