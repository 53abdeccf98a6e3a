using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;

namespace Personalization.Tests.Engine.Retrieval;

public sealed class ScoreBoardTests
{
    private const int Numbers = 50;

    [Fact]
    public void Additions_of_many_numbers_equal_single_additions_to_the_bit()
    {
        Random random = new(1);
        float[] weightOf = [.. Enumerable.Range(0, Numbers).Select(_ => random.NextSingle())];
        ScoreBoard single = new(Numbers);
        ScoreBoard all = new(Numbers);
        ScoreBoard each = new(Numbers);
        for (int round = 0; round < 20; round++)
        {
            single.Clear();
            all.Clear();
            each.Clear();
            for (int seed = 0; seed < 10; seed++)
            {
                int[] numbers = [.. Enumerable.Range(0, Numbers).Where(_ => random.Next(4) == 0)];
                float strength = random.NextSingle() - 0.3f;
                all.AddAll(numbers, [.. numbers.Select(number => weightOf[number])], strength, seed);
                each.AddEach(numbers, weightOf, strength, seed);
                foreach (int number in numbers)
                {
                    single.Add(number, strength * weightOf[number], seed);
                }
            }

            Assert.Equal(Content(single), Content(all));
            Assert.Equal(Content(single), Content(each));
        }
    }

    [Fact]
    public void The_cheaper_order_has_the_same_candidates_with_the_best_first()
    {
        Random random = new(2);
        ScoreBoard board = new(Numbers);
        for (int round = 0; round < 20; round++)
        {
            board.Clear();
            for (int number = 0; number < Numbers; number++)
            {
                board.Add(number, random.Next(10), number);
            }

            Candidate[] sorted = new Candidate[1 + random.Next(Numbers)];
            Candidate[] any = new Candidate[sorted.Length];
            int count = board.Best(CandidateFilter.Open, sorted);
            Assert.Equal(count, board.Best(CandidateFilter.Open, any, CandidateOrder.BestFirst));
            Assert.Equal(sorted[0], any[0]);
            Assert.Equal(
                sorted[..count].OrderBy(candidate => candidate.Item),
                any[..count].OrderBy(candidate => candidate.Item));
        }
    }

    private static (int, float, int)[] Content(ScoreBoard board) =>
    [
        .. board.Touched.ToArray().Select(number => (number, board.ScoreOf(number), board.EvidenceOf(number))),
    ];
}
