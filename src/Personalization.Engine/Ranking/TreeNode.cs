namespace Personalization.Engine.Ranking;

/// <summary>
/// A node of a <see cref="TreeEnsemble"/>. A leaf points to itself and compares with positive infinity, which no
/// feature exceeds.
/// </summary>
/// <param name="Threshold">A feature above the threshold leads to the right child, any other to the left child.</param>
/// <param name="Feature">The index of the compared feature.</param>
/// <param name="Left">The index of the left child. The right child follows it.</param>
internal readonly record struct TreeNode(float Threshold, int Feature, int Left);
