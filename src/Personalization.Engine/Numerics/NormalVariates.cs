using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Engine.Numerics;

/// <summary>
/// Standard normal values (Box and Muller 1958) as a fixed function of an item and a draw number.
/// </summary>
internal static class NormalVariates
{
    private const double PerStep = 1.0 / (1L << 53);

    /// <summary>Returns the hash key of an item for <see cref="Of"/>.</summary>
    public static long KeyOf(ItemId item, int seed) =>
        (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(item.Value), seed);

    /// <summary>Returns the value of a draw of an item.</summary>
    /// <remarks>
    /// The value is a pure function of its arguments, so all silos compute the same value and store none.
    /// </remarks>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    /// <param name="draw">The number of the draw, from 0.</param>
    public static double Of(long key, int draw)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in draw));
        return From(1 - Position(bytes, key), Position(bytes, ~key));
    }

    private static double Position(ReadOnlySpan<byte> bytes, long key) =>
        (XxHash3.HashToUInt64(bytes, key) >> 11) * PerStep;

    private static double From(double radius, double angle) =>
        Math.Sqrt(-2 * Math.Log(radius)) * Math.Cos(2 * Math.PI * angle);
}
