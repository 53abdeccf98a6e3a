using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>Sums the neighbor lists of the user's items.</summary>
internal static class NeighbourSum
{
    /// <summary>Writes the sums to <see cref="Workspace.Items"/>.</summary>
    /// <param name="work">Holds the user's interactions.</param>
    /// <param name="neighbours">The neighbor list of every item.</param>
    /// <param name="seeds">The weighting of the user's items.</param>
    public static void Of(Workspace work, Adjacency neighbours, SeedWeights seeds)
    {
        work.Items.Clear();
        ReadOnlySpan<Interaction> interactions = work.Interactions.Span;
        for (int position = 0; position < Math.Min(interactions.Length, seeds.Limit); position++)
        {
            int seed = interactions[position].Item;
            float strength = seeds.Of(interactions[position], position);
            work.Items.AddAll(neighbours.Targets(seed), neighbours.Weights(seed), strength, seed);
        }
    }
}
