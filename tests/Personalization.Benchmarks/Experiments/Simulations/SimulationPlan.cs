namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>The size of a simulation.</summary>
/// <param name="Runs">The number of experiments.</param>
/// <param name="Looks">The number of interim analyses per experiment.</param>
/// <param name="UsersPerLook">The new users per arm before each interim analysis.</param>
/// <param name="Seed">The seed of the first run; each run adds one.</param>
internal sealed record SimulationPlan(int Runs, int Looks, int UsersPerLook, int Seed)
{
    /// <summary>Gets the users of two arms at the last interim analysis.</summary>
    public long AllUsers => 2L * Looks * UsersPerLook;

    /// <summary>Runs all experiments on two threads. Each run depends only on its seed.</summary>
    public T[] Run<T>(Func<Random, T> run)
    {
        T[] results = new T[Runs];
        _ = Parallel.For(
            0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => results[i] = run(new Random(Seed + i)));
        return results;
    }
}
