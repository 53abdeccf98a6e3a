using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Replay;
using Personalization.Engine.Retrieval;

namespace Personalization.IntegrationTests.Benchmarks.Replay;

/// <summary>
/// A replay of a log with a known answer: every visit goes from an item to the next one. On the last day every visit
/// goes two items further instead.
/// </summary>
public sealed class ReplayRunTests
{
    private const int Items = 20;
    private const int Days = 8;
    private const int VisitsPerHour = 4;
    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    [Fact]
    public void A_model_knows_the_events_before_its_interval_and_no_later_ones()
    {
        ReplayLog log = new("clicks", [.. World()], SeenItems.Allow);
        ReplayOptions options = new(2, 12, 9, 60, 5, 1, 2, Peers: true);
        ReplayQuestion[] questions = QuestionSampler.Draw(
            log, (Days - 2) * DayMs, options.Questions, options.Seed);
        ReplayTrainer trainer = new(log, options, TextWriter.Null);

        ReplayTable table = ReplayRun.Run(log, questions, options, trainer, CancellationToken.None);

        int markov = Array.IndexOf(table.Rankers, "first-order Markov chain");
        Assert.Equal(60, table.Answers.Count);
        Assert.All(table.Answers, answer => Assert.Equal(Moment.InSession, answer.Moment));
        Assert.All(table.Answers.Where(answer => answer.TimeMs < (Days - 1) * DayMs), answer =>
        {
            Assert.InRange(answer.Ranks[0], 1, 2);
            Assert.Equal(1, answer.Ranks[markov]);
        });
        Assert.All(table.Answers.Where(answer => answer.TimeMs >= (Days - 1) * DayMs), answer =>
        {
            bool isLearned = answer.TimeMs >= (Days - .5) * DayMs;
            Assert.Equal(isLearned ? 2 : 0, answer.Ranks[markov]);
            Assert.True(isLearned || answer.Ranks[0] != 1);
        });
        Assert.Equal(4, trainer.Full + trainer.Refreshes);
    }

    private static IEnumerable<ReplayEvent> World()
    {
        for (int visit = 0; visit < Days * 24 * VisitsPerHour; visit++)
        {
            long startMs = visit * HourMs / VisitsPerHour;
            int step = startMs >= (Days - 1) * DayMs ? 3 : 1;
            int item = visit * 7 % Items;
            for (int click = 0; click < 2; click++)
            {
                yield return new(
                    $"s{visit}", $"i{(item + (click * step)) % Items}", EventTypes.Click, startMs + (click * 60_000));
            }
        }
    }
}
