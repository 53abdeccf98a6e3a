using System.Numerics;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Evaluation;

/// <summary>Counts scores above a threshold.</summary>
internal static class ScoreCounts
{
    /// <summary>Counts the scores above a value.</summary>
    public static int Above(ReadOnlySpan<float> scores, float value)
    {
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        Vector<int> counts = Vector<int>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            counts -= Vector.GreaterThan(vector, new Vector<float>(value));
        }

        int count = Vector.Sum(counts);
        foreach (float score in scores[(vectors.Length * Vector<float>.Count)..])
        {
            count += score > value ? 1 : 0;
        }

        return count;
    }
}
