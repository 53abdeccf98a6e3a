namespace Personalization.Engine.Retrieval;

/// <summary>Decides which items a source may bring: availability, filters, the seen-items policy and the scroll's memory, in one question.</summary>
public abstract class CandidateFilter
{
    /// <summary>A gate that lets every item through.</summary>
    public static CandidateFilter Open { get; } = new OpenGate();

    /// <summary>Whether the gate refuses all the user has met: the list is for discovery, and is blended as the model learnt for that.</summary>
    public virtual bool RefusesSeen => false;

    /// <summary>Whether <paramref name="item"/> may be on the list. Called once per item scanned: must be cheap and must not allocate.</summary>
    public abstract bool Allows(int item);

    private sealed class OpenGate : CandidateFilter
    {
        public override bool Allows(int item) => true;
    }
}
