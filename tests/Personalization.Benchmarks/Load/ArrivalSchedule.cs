namespace Personalization.Benchmarks.Load;

/// <summary>
/// The times at which requests are due: a Poisson process that depends only on the seed, never on the server. It draws
/// one time after the other, so a long run needs no memory.
/// </summary>
/// <param name="perSecond">The mean number of arrivals per second.</param>
/// <param name="seed">The seed; equal seeds give equal times.</param>
internal sealed class ArrivalSchedule(double perSecond, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>
    /// Gets the next time, seconds from the start; the first <see cref="Advance"/> draws the first one.
    /// </summary>
    public double Next { get; private set; }

    /// <summary>Draws the next time.</summary>
    public void Advance() => Next -= Math.Log(1 - _random.NextDouble()) / perSecond;
}
