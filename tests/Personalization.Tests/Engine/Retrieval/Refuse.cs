using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

/// <summary>Refuses given items.</summary>
internal sealed class Refuse(params int[] items) : CandidateFilter
{
    public override bool Allows(int item) => !items.Contains(item);
}
