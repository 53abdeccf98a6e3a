using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Sources;

/// <summary>
/// The linear model for items whose matrix would not fit: each item's weights are learnt on their own over the few items chosen with it most, as in
/// Ning and Karypis, "SLIM" (2011) with feature selection, but with the square penalty of <see cref="LinearTrainer"/> alone, so that a small system of equations gives them.
/// </summary>
internal static class SparseLinearTrainer
{
    /// <summary>So many items are weighed for one.</summary>
    public const int MostNeighbours = 64;

    /// <summary>So many items have weights learnt; it bounds the time.</summary>
    private const int MostItems = 50_000;

    /// <summary>Learns the weights.</summary>
    /// <param name="rows">Every user's chosen items.</param>
    /// <param name="users">Every item's users.</param>
    /// <param name="covered">The items that have weights already, ascending.</param>
    /// <param name="ridge">The regularisation, above 0.</param>
    /// <param name="threads">How many threads work; the result does not depend on it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The other items, most chosen first, and for each which items add how much to it.</returns>
    public static (int[] Items, (float[] Weights, int[] From)[] Columns) Solve(
        Adjacency rows, Adjacency users, int[] covered, float ridge, int threads, CancellationToken cancellationToken)
    {
        int[] items =
        [
            .. Enumerable.Range(0, users.Rows).Where(item => users.Targets(item).Length > 1 && Array.BinarySearch(covered, item) < 0)
                .OrderByDescending(item => users.Targets(item).Length).ThenBy(item => item).Take(MostItems),
        ];
        (float[] Weights, int[] From)[] columns = new (float[], int[])[items.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        _ = Parallel.For(0, items.Length, parallel, () => new SparseLinearScratch(rows, users), (at, _, own) =>
        {
            columns[at] = own.Solve(items[at], ridge);
            return own;
        }, _ => { });
        return (items, columns);
    }
}
