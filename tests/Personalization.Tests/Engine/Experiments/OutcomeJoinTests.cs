using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class OutcomeJoinTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    private static readonly OutcomeDefinition Buys = new()
    {
        EventTypes = ["purchase"],
        Measure = OutcomeMeasure.Sum,
        Window = TimeSpan.FromHours(10),
        DefaultReward = 2
    };
    private static readonly Exposure[] Lists = [List("a", 0, "x", "y"), List("b", 5, "y", "z")];

    [Fact]
    public void An_event_joins_the_list_it_names_or_the_latest_earlier_list()
    {
        Assert.Equal([10, 0], Rewards(Buys, Event("1", 6, value: 10, list: "a")));
        Assert.Equal([0, 10], Rewards(Buys, Event("1", 6, value: 10)));
        Assert.Equal([10, 0], Rewards(Buys, Event("1", 4, value: 10)));
        Assert.Equal([0, 0], Rewards(Buys, Event("1", 6, value: 10, list: "unknown")));
        Assert.Equal([0, 0], Rewards(Buys, Event("1", -1, value: 10)));
        Assert.Equal([0, 0], Rewards(Buys, Event("1", 6, value: 10, type: "view")));
    }

    [Fact]
    public void An_event_joins_only_within_the_window()
    {
        Assert.Equal([0, 1], Rewards(Buys, Event("1", 15, value: 1)));
        Assert.Equal([0, 0], Rewards(Buys, Event("1", 15.01, value: 1)));
        Assert.Equal([0, 0], Rewards(Buys, Event("1", 10.01, value: 1, list: "a")));
        ImmutableArray<JoinedOutcome> joined = OutcomeJoin.Join(Lists, [], Buys, Start.AddHours(12));
        Assert.Equal([true, false], joined.Select(outcome => outcome.IsFinal));
    }

    [Fact]
    public void Each_measure_aggregates_the_joined_events()
    {
        UserEvent[] events = [Event("3", 7, value: 8), Event("1", 6), Event("2", 6, value: 5)];
        Assert.Equal(1, Rewards(Buys with { Measure = OutcomeMeasure.Any }, events)[1]);
        Assert.Equal(3, Rewards(Buys with { Measure = OutcomeMeasure.Count }, events)[1]);
        Assert.Equal(15, Rewards(Buys, events)[1]);
        Assert.Equal(2, Rewards(Buys with { Measure = OutcomeMeasure.First }, events)[1]);
    }

    [Fact]
    public void OnlyNamed_and_OnlyListed_exclude_other_events()
    {
        Assert.Equal([0, 0], Rewards(Buys with { OnlyNamed = true }, Event("1", 6, value: 1)));
        Assert.Equal([0, 1], Rewards(Buys with { OnlyNamed = true }, Event("1", 6, value: 1, list: "b")));
        Assert.Equal([1, 0], Rewards(Buys with { OnlyListed = true }, Event("1", 6, value: 1, item: "x")));
        Assert.Equal([0, 0], Rewards(Buys with { OnlyListed = true }, Event("1", 6, value: 1, item: "w")));
    }

    [Fact]
    public void With_activation_a_list_counts_after_an_event_names_it()
    {
        OutcomeDefinition shown = Buys with { NeedsActivation = true };
        Assert.Equal([0, 0], Rewards(shown, Event("1", 6, value: 1)));
        Assert.Equal([1, 0], Rewards(shown, Event("1", 6, value: 1), Event("2", 0, type: "impression", list: "a")));
        Assert.Equal([true, false], OutcomeJoin.Join(
            Lists, [Event("2", 0, type: "impression", list: "a")], shown, Start).Select(outcome => outcome.IsActive));
    }

    [Fact]
    public void The_order_of_arrival_does_not_matter() => Gen.Select(
        Gen.Select(Gen.Double[-5, 25], Gen.Int[0, 3], Gen.Int[0, 3], (hour, list, item) => (hour, list, item)).Array[
            0, 12], Gen.Int, Gen.Int[0, 3]).Sample((drawn, seed, measure) =>
    {
        UserEvent[] events = [.. drawn.Select((row, i) => Event(
            $"{i}",
            row.hour,
            value: i + 1,
            list: row.list < 2 ? Lists[row.list].RecommendationId : null,
            item: "wxyz"[row.item].ToString()))];
        UserEvent[] shuffled = [.. events];
        new Random(seed).Shuffle(shuffled);
        OutcomeDefinition definition = Buys with { Measure = (OutcomeMeasure)measure, OnlyListed = seed % 2 == 0 };
        Assert.Equal(Rewards(definition, events), Rewards(definition, shuffled));
        Assert.True(OutcomeJoin.Join(Lists, events, definition, Start).Sum(outcome => outcome.Events) <= events.Length);
    });

    [Fact]
    public void A_users_part_is_capped_and_late_outcomes_change_it_by_a_difference()
    {
        ExperimentDefinition definition = new()
        {
            Name = "e",
            Metrics =
            [
                new() { Name = "spent", Cap = 20, Outcome = Buys },
                new()
                {
                    Name = "bought",
                    Kind = MetricKind.Proportion,
                    Outcome = Buys with { Measure = OutcomeMeasure.Any }
                },
                new()
                {
                    Name = "clicks a list",
                    Kind = MetricKind.Ratio,
                    Outcome = new() { EventTypes = ["click"], Measure = OutcomeMeasure.Count }
                },
                new() { Name = "latency", Kind = MetricKind.Quantile },
            ],
        };
        UserEvent[] early =
        [Event("0", -2, value: 7), Event("1", 6, value: 8), Event("2", 7, type: "click"), Event("3", 1, type: "click")];
        ArmStatistics before = UserPart.Of(definition, Lists, early);
        ArmStatistics after = UserPart.Of(definition, Lists, [Event("9", 2, value: 30), .. early]);

        Assert.Equal(Moments.Of(8, 1, 7), before.Metrics["spent"]);
        Assert.Equal(Moments.Of(1, 1, 1), before.Metrics["bought"]);
        Assert.Equal(Moments.Of(2, 2, 0), before.Metrics["clicks a list"]);
        Assert.Equal(Moments.Of(20, 1, 7), after.Metrics["spent"]);
        Assert.Equal(["bought", "clicks a list", "spent"], before.Metrics.Keys);
        Assert.Equal((1, 1), (before.Units, after.Units));
        Assert.Equal(after + before, before + before + (after - before));
        Assert.Equal(ArmStatistics.Empty, UserPart.Of(definition, [], early));
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void M2_a_list_at_the_end_of_time_has_a_window(string at)
    {
        Exposure absurd = new("a", DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), []);
        UserEvent[] events = [Event("1", 6, value: 8), Event("2", 6, value: 1) with { OccurredAt = absurd.At }];

        Assert.Equal(1, OutcomeJoin.Join([absurd], events, Buys, Start).Sum(outcome => outcome.Reward));
        Assert.Equal(0, OutcomeJoin.Before(absurd.At, [Event("1", 6, value: 8)], Buys));
    }

    private static double[] Rewards(OutcomeDefinition definition, params UserEvent[] events) =>
        [.. OutcomeJoin.Join(Lists, events, definition, Start.AddDays(2)).Select(outcome => outcome.Reward)];

    private static Exposure List(string id, double hour, params string[] items) =>
        new(id, Start.AddHours(hour), [.. items.Select(ItemId.Create)]);

    private static UserEvent Event(string id, double hour, double? value =
        null, string? list = null, string type = "purchase", string item = "y") => new()
        {
            EventId = id,
            UserId = UserId.Create("ann"),
            Type = type,
            ItemId = ItemId.Create(item),
            OccurredAt = Start.AddHours(hour),
            Value = value,
            RecommendationId = list,
        };
}
