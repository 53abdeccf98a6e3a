using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Ranking;

public sealed class FilterDecisionsTests
{
    [Fact]
    public void A_filter_decides_once_per_item_and_request()
    {
        FilterDecisions decisions = new(8);
        Counting even = new(0);
        Counting odd = new(1);
        foreach (Counting filter in new[] { even, odd, even })
        {
            filter.Asked = 0;
            CandidateFilter cached = decisions.Of(filter);
            for (int round = 0; round < 3; round++)
            {
                Assert.Equal(
                    Enumerable.Range(0, 8).Where(filter.Takes),
                    Enumerable.Range(0, 8).Where(cached.Allows));
            }

            Assert.Equal((8, true), (filter.Asked, cached.RefusesSeen));
            decisions.Release();
        }

        Assert.Same(CandidateFilter.Open, decisions.Of(CandidateFilter.Open));
    }

    private sealed class Counting(int rest) : CandidateFilter
    {
        public int Asked { get; set; }

        public override bool RefusesSeen => true;

        public bool Takes(int item) => item % 2 == rest;

        public override bool Allows(int item)
        {
            Asked++;
            return Takes(item);
        }
    }
}
