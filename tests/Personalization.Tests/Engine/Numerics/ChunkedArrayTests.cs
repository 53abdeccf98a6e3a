using CsCheck;
using Personalization.Engine.Numerics;

namespace Personalization.Tests.Engine.Numerics;

public sealed class ChunkedArrayTests
{
    [Fact]
    public void A_changed_copy_equals_a_changed_array_and_leaves_the_original_unchanged() =>
        Gen.Select(Gen.Int[1, 2_000], Gen.Select(Gen.Int[0, 1_999], Gen.Int).Array[0, 50]).Sample((count, changes) =>
        {
            (int Index, int Value)[] inRange = [.. changes.Select(change => (change.Item1 % count, change.Item2))];
            int[] expected = [.. Enumerable.Range(0, count).Select(i => i * 3)];
            ChunkedArray<int> original = new(count, i => i * 3);
            ChunkedArray<int> changed = original.With(inRange);
            Assert.Equal(expected, Enumerable.Range(0, count).Select(i => original[i]));
            foreach ((int index, int value) in inRange)
            {
                expected[index] = value;
            }

            Assert.Equal(expected, Enumerable.Range(0, count).Select(i => changed[i]));
        });

    [Fact]
    public void A_grown_copy_keeps_the_old_elements_and_leaves_the_original_unchanged() =>
        Gen.Select(Gen.Int[0, 1600], Gen.Int[0, 1600]).Sample(sizes =>
        {
            (int count, int more) = sizes;
            ChunkedArray<int> original = new(count, i => i);
            ChunkedArray<int> grown = original.Grown(count + more, i => -i);
            Assert.Equal(
                Enumerable.Range(0, count).Concat(Enumerable.Range(count, more).Select(i => -i)),
                Enumerable.Range(0, grown.Count).Select(i => grown[i]));
            Assert.Equal((count, count + more), (original.Count, grown.Count));
            Assert.Equal(Enumerable.Range(0, count), Enumerable.Range(0, count).Select(i => original[i]));
        });
}
