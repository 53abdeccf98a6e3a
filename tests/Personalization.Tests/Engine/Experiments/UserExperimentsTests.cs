using CsCheck;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Experiments.Attribution;
using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Tests.Engine.Experiments;

public sealed class UserExperimentsTests
{
    [Fact]
    public void A_user_counts_from_the_entry_and_outcomes_change_the_statistics()
    {
        TrialUser user = new();
        user.Do("purchase", -1, 99);
        user.Enter(TrialUser.Arm("new", 0, spentBefore: 99));
        Assert.Equal(1, Sum(user).Units);
        Assert.Equal(Moments.Of(0, 1, 99), Sum(user).Metrics["spent"]);
        Assert.Equal(Moments.Of(0, 1, 0), Sum(user).Metrics["bought"]);

        user.Do("purchase", 3, 20);
        user.Do("purchase", 2, 30);
        user.Do("purchase", 11, 7);
        user.Do("purchase", -1, 7);
        Assert.Equal(1, Sum(user).Units);
        Assert.Equal(Moments.Of(50, 1, 99), Sum(user).Metrics["spent"]);
        Assert.Equal(Moments.Of(1, 1, 0), Sum(user).Metrics["bought"]);

        user.Do("purchase", 4, 500);
        Assert.Equal(Moments.Of(100, 1, 99), Sum(user).Metrics["spent"]);
    }

    [Fact]
    public void A_later_list_is_an_exposure_after_an_event_names_it()
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        Assert.False(Sum(user).Metrics.ContainsKey("clicks a list"));

        user.Do("impression", 8, list: List(1, 8));
        user.Do("impression", 9, list: List(2, 9));
        user.Do("click", 9, list: List(2, 9));
        Assert.Equal(Moments.Of(1, 2, 0), Sum(user).Metrics["clicks a list"]);
        Assert.Equal(Moments.Of(1, 1, 0), Sum(user).Metrics["clicked what was listed"]);

        // The window of 10 hours restarts with each shown list.
        user.Do("purchase", 15, 5);
        Assert.Equal(Moments.Of(5, 1, 0), Sum(user).Metrics["spent"]);
    }

    [Fact]
    public void Lists_of_other_experiments_earlier_lists_and_invalid_ids_do_not_count()
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        foreach (string list in new[] { List(1, 1, "4"), List(1, -1), "x-1.0", "~", "a~zz~3.0", "a~1~.0" })
        {
            user.Do("impression", 2, list: list);
            user.Do("click", 2, list: list);
        }

        Assert.False(Sum(user).Metrics.ContainsKey("clicks a list"));
    }

    [Fact]
    public void An_event_follows_the_list_it_names_even_with_a_slow_clock()
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        user.Do("click", 0.5, list: List(1, 1));
        Assert.Equal(Moments.Of(1, 1, 0), Sum(user).Metrics["clicks a list"]);
    }

    [Fact]
    public void The_sum_does_not_depend_on_event_order_or_activations() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[-3, 30], Gen.Int[0, 60], Gen.Int[-1, 4]).Array[1, 25].Sample(rows =>
        {
            UserEvent[] events = [.. rows.Select((row, i) => TrialUser.Event(
                $"{i}", Kinds[row.Item1], row.Item2, row.Item3, row.Item4 < 0 ? null : List(row.Item4, row.Item4)))];
            TrialUser forwards = Play(events, moves: false);
            TrialUser backwards = Play([.. events.Reverse()], moves: true);
            Assert.Equal(TrialUser.SumOf(forwards), TrialUser.SumOf(backwards));
            Assert.Equal(1, TrialUser.SumOf(forwards).Arm("new").Units);
        });

    [Fact]
    public void A_merge_keeps_the_earlier_arm_and_the_outcomes_of_both_users()
    {
        TrialUser anonymous = new();
        anonymous.Enter(TrialUser.Arm("new", 0));
        anonymous.Do("purchase", 1, 10);
        TrialUser known = new();
        known.Enter(TrialUser.Arm("control", 2));
        known.Do("purchase", 3, 5);

        anonymous.BecomeAlias();
        known.Enter(known.Trials.ArmsAfterMerge(anonymous.Trials.Arms)!.Value);
        known.Do("purchase", 1, 10);
        ExperimentStatistics sum = TrialUser.SumOf(anonymous, known);
        Assert.Equal(0, sum.Arm("control").Units);
        Assert.Equal(Moments.Of(15, 1, 0), sum.Arm("new").Metrics["spent"]);
        Assert.Equal(TrialUser.SumOf(Play(
            [TrialUser.Event("1", "purchase", 3, 5), TrialUser.Event("2", "purchase", 1, 10)], moves: false)), sum);

        Assert.Null(known.Trials.ArmsAfterMerge(anonymous.Trials.Arms));
        anonymous.BecomeAlias();
        Assert.Equal(sum, TrialUser.SumOf(anonymous, known));
    }

    [Fact]
    public void A_stopped_experiment_leaves_no_state()
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        user.Do("purchase", 1, 10);
        user.Do("click", 1, list: List(1, 1));
        user.Enter(TrialUser.Arm("b", 5, experiment: "f", number: 4));

        UserExperimentsSnapshot left = user.Trials.ToSnapshot();
        Assert.Equal(["f"], left.Arms.Select(arm => arm.Experiment));
        Assert.Equal((0, 0, 0), (left.Lists.Length, left.Outcomes.Length, left.Counted.Length));
        Assert.Equal(Moments.Of(10, 1, 0), Sum(user).Metrics["spent"]);
    }

    [Fact]
    public void Lists_and_outcomes_beyond_the_limit_are_not_counted()
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        for (int i = 0; i < UserExperiments.MaxCounted + 50; i++)
        {
            user.Do("click", 1, list: List(i, 1));
        }

        Assert.Equal(
            (UserExperiments.MaxCounted, UserExperiments.MaxCounted),
            (user.Trials.ToSnapshot().Lists.Length, user.Trials.ToSnapshot().Outcomes.Length));
        Assert.Equal(
            Moments.Of(UserExperiments.MaxCounted, UserExperiments.MaxCounted, 0),
            Sum(user).Metrics["clicks a list"]);
    }

    [Fact]
    public void A_recommendation_id_contains_time_experiments_and_level() => Gen.Select(
        Gen.Long[0, 4_000_000_000_000], Gen.Int[1, 9999].Array[1, 5], Gen.Int[0, 4]).Sample((ms, numbers, level) =>
    {
        DateTimeOffset at = DateTimeOffset.FromUnixTimeMilliseconds(ms);
        string id = RecommendationIds.Make(
            "other-source", 7, (FallbackLevel)level, at, RecommendationIds.Join(numbers));
        ServedMark mark = RecommendationIds.ServedOf(id)!.Value;
        Assert.Equal(at, mark.At);
        Assert.Equal(numbers, mark.Experiments);
        Assert.Equal((FallbackLevel)level, RecommendationIds.FallbackLevelOf(id));
        Assert.Null(RecommendationIds.ServedOf(RecommendationIds.Make("source", 7, (FallbackLevel)level)));
    });

    private static readonly string[] Kinds = ["purchase", "click", "view", "impression"];

    private static TrialUser Play(UserEvent[] events, bool moves)
    {
        TrialUser user = new();
        user.Enter(TrialUser.Arm("new", 0));
        foreach (UserEvent userEvent in events)
        {
            user.Do(userEvent);
            if (moves)
            {
                user.Move();
            }
        }

        return user;
    }

    private static ArmStatistics Sum(TrialUser user) => TrialUser.SumOf(user).Arm("new");

    private static string List(int number, double hour, string experiments = "3_9") =>
        RecommendationIds.Make("src", number, FallbackLevel.Fresh, TrialUser.Start.AddHours(hour), experiments);
}
