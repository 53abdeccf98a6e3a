namespace Personalization.Engine.Retrieval;

/// <summary>Decides which items a candidate source may propose.</summary>
/// <remarks>
/// One check covers availability, filters, the seen-items policy and the items already shown while scrolling.
/// </remarks>
public abstract class CandidateFilter
{
    /// <summary>A filter that allows every item.</summary>
    public static CandidateFilter Open { get; } = new AllowAll();

    /// <summary>True if the filter refuses all items that the user has seen.</summary>
    /// <remarks>
    /// Such a list is for discovery. The model ranks the list by the blend that was tuned for discovery.
    /// </remarks>
    public virtual bool RefusesSeen => false;

    /// <summary>True if the item may be on the list.</summary>
    /// <remarks>Called once for each scanned item: an implementation must be cheap and must not allocate.</remarks>
    /// <param name="item">The number of the item in the model.</param>
    public abstract bool Allows(int item);

    private sealed class AllowAll : CandidateFilter
    {
        public override bool Allows(int item) => true;
    }
}
