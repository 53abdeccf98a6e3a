using CsCheck;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class QuantisedFactorsTests
{
    [Fact]
    public void The_integer_product_equals_the_plain_sum() =>
        (from blocks in Gen.Int[1, 32]
         from left in Gen.Short[-2047, 2047].Array[blocks * 8]
         from right in Gen.SByte.Array[blocks * 8]
         select (left, right)).Sample(sample => Assert.Equal(
             sample.left.Zip(sample.right, (a, b) => a * b).Sum(), QuantisedFactors.Dot(sample.left, sample.right)));

    [Theory, InlineData(8, 3), InlineData(64, 1), InlineData(64, 50), InlineData(128, 200)]
    public void The_best_candidates_equal_those_of_an_exact_scan(int size, int limit)
    {
        const int Items = 3000;
        Random random = new(size + limit);
        float[] factors = [.. Enumerable.Range(0, Items * size).Select(_ => (float)(random.NextDouble() - 0.4))];
        factors.AsSpan(17 * size, size).Clear();
        factors.AsSpan(40 * size, size).CopyTo(factors.AsSpan(41 * size, size));
        QuantisedFactors quantised = new(factors, size);
        for (int round = 0; round < 20; round++)
        {
            float[] user = [.. Enumerable.Range(0, size).Select(_ => (float)(random.NextDouble() - 0.5))];
            Refuse filter = new(round, round + 100, round + 200);
            Candidate[] found = new Candidate[limit];
            TopCandidates top = new(found);
            int exact = quantised.Offer(user, filter, ref top);
            int count = top.Sort();
            Candidate[] expected = [.. Enumerable.Range(0, Items).Where(filter.Allows)
                .Select(item => new Candidate(item, FactorKernels.Dot(user, factors.AsSpan(item * size, size)), -1))
                .Where(candidate => candidate.Score > 0)
                .OrderByDescending(candidate => candidate.Score)
                .ThenBy(candidate => candidate.Item)
                .Take(limit)];
            Assert.Equal(expected, found[..count]);
            Assert.True(exact < Items / 2, $"{exact} of {Items}");
        }
    }

    [Fact]
    public void A_zero_vector_has_no_candidates()
    {
        TopCandidates top = new(new Candidate[3]);
        Assert.Equal(
            0, new QuantisedFactors([1, 1, 1, 1, 1, 1, 1, 1], 8).Offer(new float[8], CandidateFilter.Open, ref top));
        Assert.Equal(0, top.Count);
    }
}
