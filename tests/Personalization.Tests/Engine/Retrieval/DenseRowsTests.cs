using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class DenseRowsTests
{
    private const int Items = 40;
    private static readonly SeedWeights Seeds = new(12, 0.8f, 0.7f, 0.4f);

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Candidates_and_evidence_equal_those_of_the_sparse_rows(int seed)
    {
        Random random = new(seed);
        Adjacency rows = Rows(random, 0.5);
        Assert.NotNull(DenseRows.TryCreate(rows));
        LinearSource dense = new(rows, Seeds);
        CoVisitationSource sparse = new(rows, Seeds);
        for (int user = 0; user < 50; user++)
        {
            Workspace work = new(Items + 1, 0, 8);
            SignalEvent[] events = [.. Enumerable.Range(0, 1 + random.Next(30)).Select(
                time => new SignalEvent(random.Next(Items + 1), random.Next(4) - 1, time * 60_000L))];
            work.Interactions.Fold(events, 10 * 60_000);
            Candidate[] found = new Candidate[Items];
            Candidate[] expected = new Candidate[Items];
            int count = dense.Collect(work, CandidateFilter.Open, found);
            dense.Explain(work, found.AsSpan(0, count));
            Assert.Equal(count, sparse.Collect(work, CandidateFilter.Open, expected));
            Assert.Equal(expected[..count], found[..count]);
        }
    }

    [Fact]
    public void Mostly_empty_rows_stay_sparse()
    {
        Assert.Null(DenseRows.TryCreate(Rows(new Random(1), 0.1)));
        Assert.Null(DenseRows.TryCreate(new Adjacency([0], [], [], 5)));
        Assert.Null(DenseRows.TryCreate(new Adjacency([0, 2], [0, 0], [1, 2], 1)));
    }

    private static Adjacency Rows(Random random, double filled)
    {
        List<int> starts = [0];
        List<int> targets = [];
        for (int row = 0; row < Items; row++)
        {
            targets.AddRange(Enumerable.Range(0, Items).Where(_ => random.NextDouble() < filled));
            starts.Add(targets.Count);
        }

        float[] weights = [.. targets.Select(_ => random.NextSingle() - 0.2f)];
        return new Adjacency([.. starts], [.. targets], weights, Items);
    }
}
