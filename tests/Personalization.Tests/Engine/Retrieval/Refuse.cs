using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

/// <summary>A filter that refuses these items and allows all others.</summary>
internal sealed class Refuse(params int[] items) : CandidateFilter
{
    public override bool Allows(int item) => !items.Contains(item);
}
