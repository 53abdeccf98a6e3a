namespace Personalization.Engine.Numerics;

/// <summary>Finds a value by its rank without sorting (quickselect, Hoare 1961); linear time on average.</summary>
internal static class QuickSelect
{
    /// <summary>Returns the value of a descending rank. Reorders the values.</summary>
    /// <param name="values">The values; no NaN.</param>
    /// <param name="rank">1 for the largest value, up to the number of values. Rank 0 returns 0.</param>
    public static float Largest(Span<float> values, int rank)
    {
        if (rank == 0)
        {
            return 0;
        }

        int low = 0;
        int high = values.Length - 1;
        int wanted = rank - 1;
        while (low < high)
        {
            float pivot = Middle(values[low], values[(low + high) / 2], values[high]);
            int left = low;
            int right = high;
            while (left <= right)
            {
                while (values[left] > pivot)
                {
                    left++;
                }

                while (values[right] < pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    left++;
                    right--;
                }
            }

            // values between right and left are equal to the pivot
            (low, high) = wanted <= right ? (low, right) : wanted >= left ? (left, high) : (wanted, wanted);
        }

        return values[wanted];
    }

    private static float Middle(float a, float b, float c) => MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));
}
