using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Datasets;

/// <summary>Logs without usable times are split by user.</summary>
public sealed class UserHoldOutTests
{
    private static readonly TrainingOptions Options = new();

    [Fact]
    public void Without_an_order_one_random_choice_per_user_is_held_out()
    {
        TrainingLog log = World(_ => 0);
        HoldOut holdOut = HoldOut.Split(log, Options);
        Assert.False(holdOut.OfPurchases);
        Assert.Equal((20, 20, 20), (holdOut.Validation.Count, holdOut.Test.Count, holdOut.Returning.Count));
        Assert.Equal(log.EventCount - 40, holdOut.Train.EventCount);
        IEnumerable<int> positions = holdOut.Validation.Select(question =>
            Array.FindIndex(log.EventsOf(question.User).ToArray(), happened => happened.Item == question.Target));
        Assert.True(positions.Distinct().Count() > 3);
        Assert.Empty(holdOut.Validation.Select(question => question.User)
            .Intersect(holdOut.Test.Select(question => question.User)));
    }

    [Fact]
    public void With_few_users_several_choices_are_held_out_and_no_history_has_them()
    {
        TrainingLog log = Logs.Build(Enumerable.Range(0, 30).SelectMany(user => Enumerable.Range(0, 60).Select(
            step => Logs.Event($"u{user}", $"i{(user + step) % 80}", "view", 0, (user * 60) + step + 1))));
        HoldOut holdOut = HoldOut.Split(log, Options);
        Assert.Equal((75, 75, 75), (holdOut.Validation.Count, holdOut.Test.Count, holdOut.Returning.Count));
        Assert.Equal(log.EventCount - 150, holdOut.Train.EventCount);
        Assert.All(holdOut.Validation.Concat(holdOut.Test).GroupBy(question => question.User), own =>
        {
            int[] targets = [.. own.Select(question => question.Target)];
            Assert.Equal(5, targets.Distinct().Count());
            Assert.All(own, question => Assert.DoesNotContain(
                question.Signal.Events.ToArray(), happened => targets.Contains(happened.Item)));
        });
    }

    [Fact]
    public void With_an_order_the_last_choice_is_held_out_and_not_trained_on()
    {
        TrainingLog log = World(step => step - 8);
        HoldOut holdOut = HoldOut.Split(log, Options);
        Assert.All([.. holdOut.Validation, .. holdOut.Test], question =>
        {
            SignalEvent[] own = log.EventsOf(question.User).ToArray();
            Assert.Equal(own[^1].Item, question.Target);
            Assert.Equal(own[..^1], question.Signal.Events.ToArray());
            Assert.Equal(own[..^1], holdOut.Train.EventsOf(question.User).ToArray());
        });
    }

    [Fact]
    public void A_history_never_has_an_event_of_the_last_basket_and_the_basket_is_not_trained_on()
    {
        // all users come on the same four days; the lines of a day share one time
        TrainingLog log = Logs.Build(Enumerable.Range(0, 80).SelectMany(user => Enumerable.Range(0, 12).Select(step =>
            Logs.Event($"u{user}", $"i{((user * 3) + (step * 7)) % 25}", "view", step / 3 * 1440, step + 1))));
        HoldOut holdOut = HoldOut.Split(log, Options);
        Assert.Equal((40, 40, 40), (holdOut.Validation.Count, holdOut.Test.Count, holdOut.Returning.Count));
        Assert.All([.. holdOut.Validation, .. holdOut.Test, .. holdOut.Returning], question =>
        {
            SignalEvent[] own = log.EventsOf(question.User).ToArray();
            Assert.Contains(own[9..], happened => happened.Item == question.Target);
            Assert.True(question.Signal.Events.Span[^1].TimeMs < question.Signal.NowMs);
            Assert.Equal(own[..9], holdOut.Train.EventsOf(question.User).ToArray());
        });
    }

    [Fact]
    public void A_user_with_a_single_basket_is_no_case_in_a_log_with_times()
    {
        TrainingLog log = Logs.Build(Enumerable.Range(0, 160).SelectMany(user => Enumerable.Range(0, 6).Select(step =>
            Logs.Event(
                $"u{user}", $"i{((user * 3) + (step * 7)) % 25}", "view", user % 2 == 0 ? 1440 : step * 1440, step))));
        HoldOut holdOut = HoldOut.Split(log, Options);
        Assert.NotEmpty(holdOut.Validation);
        Assert.All(
            [.. holdOut.Validation, .. holdOut.Test],
            question => Assert.NotEqual(log.EventsOf(question.User).Span[0].TimeMs, question.Signal.NowMs));
    }

    [Fact]
    public void Equal_seeds_hold_out_the_same_choices_and_other_seeds_do_not()
    {
        TrainingLog log = World(_ => 0);
        int[] Targets(int seed) =>
        [.. HoldOut.Split(log, Options with { Seed = seed }).Validation.Select(question => question.Target)];
        Assert.Equal(Targets(3), Targets(3));
        Assert.NotEqual(Targets(3), Targets(4));
    }

    [Fact]
    public void A_repeat_case_keeps_the_whole_history()
    {
        HoldOut holdOut = HoldOut.Split(Logs.BlockWorld(), new TrainingOptions { HoldOutShare = 0.25 });
        Assert.NotEmpty(holdOut.Returning);
        Assert.All(holdOut.Returning, question => Assert.True(question.SeenAllowed));
        Assert.Contains(
            holdOut.Returning,
            question => question.Signal.Events.ToArray().Any(happened => happened.Item == question.Target));
        Assert.All(
            holdOut.Returning, question => Assert.NotEqual(question.Target, question.Signal.Events.Span[^1].Item));
    }

    private static TrainingLog World(Func<int, double> minutes) =>
        Logs.Build(Enumerable.Range(0, 40).SelectMany(user => Enumerable.Range(0, 8).Select(step =>
            Logs.Event(
                $"u{user}", $"i{((user * 3) + (step * 7)) % 25}", "view", minutes(step), (user * 8) + step + 1))));
}
