using Personalization.Engine.Candidates;

namespace Personalization.Tests.Engine.Candidates;

/// <summary>Refuses given items.</summary>
internal sealed class Refuse(params int[] items) : ItemGate
{
    public override bool Allows(int item) => !items.Contains(item);
}
