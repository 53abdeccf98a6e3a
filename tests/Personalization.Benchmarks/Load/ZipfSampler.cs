namespace Personalization.Benchmarks.Load;

/// <summary>
/// Draws ranks from 1 to n; rank k has a probability proportional to k^-exponent. It uses rejection-inversion (Hörmann
/// and Derflinger, 1996): exact and without a table, so a hundred million users need no memory.
/// </summary>
internal sealed class ZipfSampler
{
    private const double NearZero = 1e-8;

    private readonly long _count;
    private readonly double _exponent;
    private readonly double _areaOfFirst;
    private readonly double _areaOfAll;
    private readonly double _sure;

    /// <summary>Creates a sampler.</summary>
    /// <param name="count">The number of ranks.</param>
    /// <param name="exponent">The exponent; 0 gives equal probabilities, 1 the classic Zipf law.</param>
    public ZipfSampler(long count, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        _count = count;
        _exponent = exponent;
        _areaOfFirst = Area(1.5) - 1;
        _areaOfAll = Area(count + .5);
        _sure = 2 - AreaInverse(Area(2.5) - Height(2));
    }

    /// <summary>Draws a rank.</summary>
    public long Next(Random random)
    {
        while (true)
        {
            double area = _areaOfAll + (random.NextDouble() * (_areaOfFirst - _areaOfAll));
            double x = AreaInverse(area);
            long rank = Math.Clamp((long)(x + .5), 1, _count);
            if (rank - x <= _sure || area >= Area(rank + .5) - Height(rank))
            {
                return rank;
            }
        }
    }

    private double Height(double x) => Math.Exp(-_exponent * Math.Log(x));

    /// <summary>Gets the integral of <see cref="Height"/> from 1 to x.</summary>
    private double Area(double x)
    {
        double log = Math.Log(x);
        double t = (1 - _exponent) * log;
        return log * (Math.Abs(t) > NearZero ? double.ExpM1(t) / t : 1 + (t / 2));
    }

    private double AreaInverse(double area)
    {
        double t = Math.Max(-1, area * (1 - _exponent));
        return Math.Exp(area * (Math.Abs(t) > NearZero ? double.LogP1(t) / t : 1 - (t / 2)));
    }
}
