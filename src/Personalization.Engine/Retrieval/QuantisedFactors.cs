using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Personalization.Engine.Numerics;

namespace Personalization.Engine.Retrieval;

/// <summary>
/// Item vectors quantized to one byte per number, for a fast and exact scan. Immutable.
/// </summary>
/// <remarks>
/// A scan reads a quarter of the memory of the floats. An upper bound of the score selects the few items that need the
/// exact inner product, so the result is exact. Vectors are ordered by length, longest first: the scan ends where no
/// further vector can reach the threshold.
/// </remarks>
internal sealed class QuantisedFactors
{
    private const int ItemLevels = 127;
    private const int UserLevels = 2047; // 256 products fit into 32 bits
    private const float Rounding = 1e-5f;

    private readonly float[] _factors;
    private readonly int _size;
    private readonly int[] _items;
    private readonly float[] _norms;
    private readonly sbyte[] _values;
    private readonly float[] _scales;
    private readonly float[] _lengths;
    private readonly float[] _losses;

    /// <summary>Quantizes vectors.</summary>
    /// <param name="factors">The item vectors, row-major, items x size.</param>
    /// <param name="size">The length of a vector; a multiple of 8, at most 256.</param>
    public QuantisedFactors(float[] factors, int size)
    {
        _factors = factors;
        _size = size;
        int items = factors.Length / size;
        _values = new sbyte[factors.Length];
        _scales = new float[items];
        _lengths = new float[items];
        _losses = new float[items];
        _norms =
        [.. Enumerable.Range(0, items).Select(item => -TensorPrimitives.Norm(factors.AsSpan(item * size, size)))];
        _items = [.. Enumerable.Range(0, items)];
        Array.Sort(_norms, _items);
        TensorPrimitives.Negate(_norms, _norms);
        for (int place = 0; place < items; place++)
        {
            ReadOnlySpan<float> vector = factors.AsSpan(_items[place] * size, size);
            float scale = MathF.Abs(TensorPrimitives.MaxMagnitude(vector)) is > 0 and var most ? most / ItemLevels : 1;
            double lost = 0;
            double length = 0;
            for (int i = 0; i < size; i++)
            {
                float level = MathF.Round(vector[i] / scale);
                _values[(place * size) + i] = (sbyte)level;
                float rounded = level * scale;
                lost += (vector[i] - rounded) * (vector[i] - rounded);
                length += rounded * rounded;
            }

            _scales[place] = scale;
            _lengths[place] = (float)Math.Sqrt(length);
            _losses[place] = (float)Math.Sqrt(lost);
        }
    }

    /// <summary>Offers every item that may be among the best, with its exact score.</summary>
    /// <param name="user">The user's vector.</param>
    /// <param name="filter">The scan skips items that the filter refuses.</param>
    /// <param name="top">Receives the items with a positive score.</param>
    /// <returns>The number of exact inner products computed.</returns>
    public int Offer(ReadOnlySpan<float> user, CandidateFilter filter, ref TopCandidates top)
    {
        Span<short> levels = stackalloc short[_size];
        float scale = MathF.Abs(TensorPrimitives.MaxMagnitude(user)) / UserLevels;
        if (!(scale > 0))
        {
            return 0;
        }

        double lost = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = (short)MathF.Round(user[i] / scale);
            float off = user[i] - (levels[i] * scale);
            lost += off * off;
        }

        float length = TensorPrimitives.Norm(user) * (1 + Rounding);
        float loss = (float)Math.Sqrt(lost) + (Rounding * length);
        int exact = 0;
        for (int place = 0; place < _scales.Length && length * _norms[place] >= top.Threshold; place++)
        {
            float estimate = Dot(levels, _values.AsSpan(place * _size, _size)) * (scale * _scales[place]);
            float bound = estimate + (length * _losses[place]) + (loss * _lengths[place]);
            int item = _items[place];
            if (bound > 0 && bound >= top.Threshold && filter.Allows(item))
            {
                exact++;
                float score = FactorKernels.Dot(user, _factors.AsSpan(item * _size, _size));
                if (score > 0)
                {
                    top.Offer(new(item, score, -1));
                }
            }
        }

        return exact;
    }

    /// <summary>
    /// The inner product of integers, equal on every machine. Both have the same length, a multiple of 8.
    /// </summary>
    public static int Dot(ReadOnlySpan<short> left, ReadOnlySpan<sbyte> right)
    {
        int at = 0;
        int sum = 0;
        if (Avx512BW.IsSupported)
        {
            ref short a = ref Unsafe.AsRef(in left[0]);
            ref sbyte b = ref Unsafe.AsRef(in right[0]);
            Vector512<int> sums = Vector512<int>.Zero;
            for (; at + 32 <= right.Length; at += 32)
            {
                Vector512<short> wide = Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref b, (nuint)at));
                sums += Avx512BW.MultiplyAddAdjacent(Vector512.LoadUnsafe(ref a, (nuint)at), wide);
            }

            sum = Vector512.Sum(sums);
        }
        else if (Avx2.IsSupported)
        {
            ref short a = ref Unsafe.AsRef(in left[0]);
            ref sbyte b = ref Unsafe.AsRef(in right[0]);
            Vector256<int> sums = Vector256<int>.Zero;
            for (; at + 16 <= right.Length; at += 16)
            {
                Vector256<short> wide = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, (nuint)at));
                sums += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref a, (nuint)at), wide);
            }

            sum = Vector256.Sum(sums);
        }

        for (; at < right.Length; at++)
        {
            sum += left[at] * right[at];
        }

        return sum;
    }
}
