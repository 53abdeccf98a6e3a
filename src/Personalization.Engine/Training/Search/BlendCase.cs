namespace Personalization.Engine.Training.Search;

/// <summary>What the sources say of a case's candidates.</summary>
/// <param name="Shares">Source after source, candidate after candidate: its score over the source's best.</param>
/// <param name="Target">The target's place among the candidates; -1 when it is none.</param>
/// <param name="User">The user's number.</param>
internal readonly record struct BlendCase(float[] Shares, int Target, int User);
