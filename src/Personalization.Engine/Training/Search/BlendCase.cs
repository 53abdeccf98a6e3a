namespace Personalization.Engine.Training.Search;

/// <summary>The scores of every source for the candidates of an evaluation case.</summary>
/// <param name="Shares">
/// Scores divided by the best score of their source, row-major, sources x candidates.
/// </param>
/// <param name="Target">The index of the target among the candidates; -1 when it is not a candidate.</param>
/// <param name="User">The number of the user.</param>
internal readonly record struct BlendCase(float[] Shares, int Target, int User);
