namespace Personalization.Engine.Ranking;

/// <summary>A node of a <see cref="TreeEnsemble"/>. A leaf leads back to itself: it compares with positive infinity, which no feature exceeds.</summary>
/// <param name="Threshold">A feature above it leads to the right child, any other to the left.</param>
/// <param name="Feature">The number of the feature compared.</param>
/// <param name="Left">The number of the left child; the right one is the next.</param>
internal readonly record struct TreeNode(float Threshold, int Feature, int Left);
