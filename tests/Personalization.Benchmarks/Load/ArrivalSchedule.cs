namespace Personalization.Benchmarks.Load;

/// <summary>
/// The moments requests are due: a Poisson process that depends on the seed alone and never on how the server does.
/// Drawn one at a time, so that a long run at a high rate costs no memory.
/// </summary>
/// <param name="perSecond">Arrivals a second, on average.</param>
/// <param name="seed">The same seed gives the same moments.</param>
internal sealed class ArrivalSchedule(double perSecond, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>
    /// The next moment, seconds from the start; the first is drawn by the first <see cref="Advance"/>.
    /// </summary>
    public double Next { get; private set; }

    /// <summary>Moves to the next moment.</summary>
    public void Advance() => Next -= Math.Log(1 - _random.NextDouble()) / perSecond;
}
