namespace Personalization.Hosting.Sample;

/// <summary>Random numbers from a seed. The same seed always gives the same numbers.</summary>
internal static class Chance
{
    /// <summary>
    /// Creates an independent source for one part of the simulation, so that parts do not affect each other.
    /// </summary>
    public static Random Source(int seed, int part, int detail = 0)
    {
        uint mixed = Stir(Stir(Stir((uint)seed) ^ (uint)part) ^ (uint)detail);
        return new Random((int)(mixed & int.MaxValue));
    }

    /// <summary>Returns true with probability <paramref name="p"/>.</summary>
    public static bool Happens(this Random random, double p) => random.NextDouble() < p;

    /// <summary>Returns one of several values, all equally likely.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>
    /// Returns an index with a probability proportional to its weight; at least one weight is above 0.
    /// </summary>
    public static int PickIndex(this Random random, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        double left = random.NextDouble() * sum;
        int last = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (weights[i] > 0)
            {
                last = i;
                if (left < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>Returns a standard normal variate (Box and Muller 1958).</summary>
    public static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static uint Stir(uint x)
    {
        unchecked
        {
            x = (x ^ (x >> 16)) * 0x7FEB352D;
            x = (x ^ (x >> 15)) * 0x846CA68B;
            return x ^ (x >> 16);
        }
    }
}
