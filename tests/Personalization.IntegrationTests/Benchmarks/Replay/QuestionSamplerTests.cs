using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Replay;

namespace Personalization.IntegrationTests.Benchmarks.Replay;

/// <summary>The questions of a replay.</summary>
public sealed class QuestionSamplerTests
{
    [Fact]
    public void A_question_precedes_the_first_event_on_an_unseen_item_once_per_basket()
    {
        ReplayLog log = new("shop",
        [
            Event("ann", "a", EventTypes.View, 1),
            Event("ann", "a", EventTypes.Purchase, 2),
            Event("ann", "b", EventTypes.View, 3),
            Event("ann", "c", EventTypes.View, 3),
            Event("bob", "d", EventTypes.View, 3),
            Event("ann", "a", EventTypes.View, 4),
        ], SeenItems.Exclude);

        Assert.Equal(
            [new(0, ReplayTarget.Bought), new(2, ReplayTarget.Viewed), new(4, ReplayTarget.Viewed)],
            QuestionSampler.Draw(log, 0, 10, 1));
        Assert.Equal(
            [new(2, ReplayTarget.Viewed), new(4, ReplayTarget.Viewed)], QuestionSampler.Draw(log, 3, 10, 1));
    }

    [Fact]
    public void A_question_of_a_session_precedes_every_other_item()
    {
        ReplayLog log = new("clicks",
        [
            Event("s", "a", EventTypes.Click, 1),
            Event("s", "a", EventTypes.Click, 2),
            Event("s", "b", EventTypes.Click, 3),
            Event("s", "a", EventTypes.Click, 4),
        ], SeenItems.Allow);

        Assert.Equal(
            [new(2, ReplayTarget.Next), new(3, ReplayTarget.Next)], QuestionSampler.Draw(log, 0, 10, 1));
    }

    [Fact]
    public void At_most_the_given_number_of_questions_of_each_kind_is_drawn_by_the_seed()
    {
        ReplayLog log = new(
            "ratings",
            [.. Enumerable.Range(0, 100).Select(at => Event($"u{at}", "a", EventTypes.Click, at))],
            SeenItems.Exclude);

        ReplayQuestion[] drawn = QuestionSampler.Draw(log, 0, 7, 1);
        Assert.Equal(7, drawn.Length);
        Assert.Equal(drawn.OrderBy(question => question.At), drawn);
        Assert.Equal(drawn, QuestionSampler.Draw(log, 0, 7, 1));
        Assert.NotEqual(drawn, QuestionSampler.Draw(log, 0, 7, 2));
    }

    private static ReplayEvent Event(string user, string item, string type, long timeMs) =>
        new(user, item, type, timeMs);
}
