using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Numerics;

/// <summary>Standard normal values (Box and Muller), from a source of chance or for ever the same for an item and a number.</summary>
internal static class NormalVariates
{
    private const double PerStep = 1.0 / (1L << 53);

    /// <summary>The next value of a source of chance.</summary>
    public static double Next(Random chance) => From(1 - chance.NextDouble(), chance.NextDouble());

    /// <summary>The number an item's values are made from.</summary>
    public static long KeyOf(ItemId item, int seed) => (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(item.Value), seed);

    /// <summary>The value of a key's draw: every silo finds the same without keeping any.</summary>
    public static double Of(long key, int draw)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in draw));
        return From(1 - Position(bytes, key), Position(bytes, ~key));
    }

    private static double Position(ReadOnlySpan<byte> bytes, long key) => (XxHash3.HashToUInt64(bytes, key) >> 11) * PerStep;

    private static double From(double radius, double angle) => Math.Sqrt(-2 * Math.Log(radius)) * Math.Cos(2 * Math.PI * angle);
}
