using Personalization.Engine.Numerics;

namespace Personalization.Engine.Training.Sources;

/// <summary>Trains the linear model for items that do not fit into the matrix.</summary>
/// <remarks>
/// The weights of each item are trained independently over the few items most chosen together with it, as in Ning and
/// Karypis, "SLIM" (2011) with feature selection. Only the square penalty of <see cref="LinearTrainer"/> applies, so a
/// small system of equations gives the weights.
/// </remarks>
internal static class SparseLinearTrainer
{
    /// <summary>The most neighbors with a weight for one item.</summary>
    public const int MostNeighbours = 64;

    /// <summary>The most items with trained weights. It bounds the time.</summary>
    private const int MostItems = 50_000;

    /// <summary>Trains the weights.</summary>
    /// <param name="rows">The chosen items of every user.</param>
    /// <param name="users">The users of every item.</param>
    /// <param name="covered">The items that already have weights, ascending.</param>
    /// <param name="penalty">The penalty of the weights.</param>
    /// <param name="threads">The number of threads. The result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The other items, most chosen first, and for each the weights that other items add to it.</returns>
    public static (int[] Items, (float[] Weights, int[] From)[] Columns) Solve(
        Adjacency rows, Adjacency users, int[] covered, LinearPenalty penalty, int threads,
        CancellationToken cancellationToken)
    {
        int[] items =
        [
            .. Enumerable.Range(0, users.Rows)
                .Where(item => users.Targets(item).Length > 1 && Array.BinarySearch(covered, item) < 0)
                .OrderByDescending(item => users.Targets(item).Length).ThenBy(item => item).Take(MostItems),
        ];
        (float[] Weights, int[] From)[] columns = new (float[], int[])[items.Length];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        _ = Parallel.For(0, items.Length, parallel, () => new SparseLinearScratch(rows, users), (at, _, own) =>
        {
            columns[at] = own.Solve(items[at], penalty);
            return own;
        }, _ => { });
        return (items, columns);
    }
}
