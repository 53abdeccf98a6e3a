using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>Adds up the neighbour lists of a user's items.</summary>
internal static class NeighbourSum
{
    /// <summary>Writes the sums to the workspace's board of items.</summary>
    /// <param name="work">Holds the user's footprints.</param>
    /// <param name="neighbours">Every item's list.</param>
    /// <param name="seeds">How the user's items are weighed.</param>
    public static void Of(Workspace work, Adjacency neighbours, SeedWeights seeds)
    {
        work.Items.Clear();
        ReadOnlySpan<Interaction> prints = work.Interactions.Span;
        for (int position = 0; position < Math.Min(prints.Length, seeds.Limit); position++)
        {
            int seed = prints[position].Item;
            float strength = seeds.Of(prints[position], position);
            ReadOnlySpan<int> targets = neighbours.Targets(seed);
            ReadOnlySpan<float> weights = neighbours.Weights(seed);
            for (int i = 0; i < targets.Length; i++)
            {
                work.Items.Add(targets[i], strength * weights[i], seed);
            }
        }
    }
}
