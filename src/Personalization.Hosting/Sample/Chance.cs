namespace Personalization.Hosting.Sample;

/// <summary>Draws from a seeded source. The same seed draws the same things for ever.</summary>
internal static class Chance
{
    /// <summary>A source of its own for one part of the simulation, so that parts do not shift each other.</summary>
    public static Random Source(int seed, int part, int detail = 0)
    {
        uint mixed = Stir(Stir(Stir((uint)seed) ^ (uint)part) ^ (uint)detail);
        return new Random((int)(mixed & int.MaxValue));
    }

    /// <summary>Whether something of probability <paramref name="p"/> happens.</summary>
    public static bool Happens(this Random random, double p) => random.NextDouble() < p;

    /// <summary>One of several, all alike.</summary>
    public static T Pick<T>(this Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>The index of one of several, in proportion to their weights; at least one weight is above 0.</summary>
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

    /// <summary>A draw from the standard normal distribution (Box and Muller 1958).</summary>
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
