namespace Personalization.Benchmarks.Experiments.Simulations;

/// <summary>How much is simulated.</summary>
/// <param name="Runs">How many experiments.</param>
/// <param name="Looks">How often each is looked at.</param>
/// <param name="UsersPerLook">How many users an arm gains from one look to the next.</param>
/// <param name="Seed">What the first run's chance is seeded with; the next run has the next seed.</param>
internal sealed record SimulationPlan(int Runs, int Looks, int UsersPerLook, int Seed)
{
    /// <summary>The users of two arms by the last look.</summary>
    public long AllUsers => 2L * Looks * UsersPerLook;

    /// <summary>Runs every experiment, on two threads: a run depends on its own seed alone.</summary>
    public T[] Run<T>(Func<Random, T> run)
    {
        T[] results = new T[Runs];
        _ = Parallel.For(
            0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => results[i] = run(new Random(Seed + i)));
        return results;
    }
}
