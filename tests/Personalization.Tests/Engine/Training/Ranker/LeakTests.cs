using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>
/// No feature of a moment contains its future. The tests change the future, and plant leaks that must be found.
/// </summary>
public sealed class LeakTests
{
    private static readonly TrainingOptions Options = TasteWorld.Options with { RankerLists = 100_000 };

    // one user sees every item before the cut: the number of items is then the same in every future
    private static readonly List<LogRecord> Records =
    [
        .. Enumerable.Range(0, Logs.Blocks * Logs.ItemsPerBlock).Select(item => Logs.Event(
            "all", Logs.Name(item % Logs.Blocks, item / Logs.Blocks), EventTypes.View, -1000 + item, 100_000 + item)),
        .. TasteWorld.Records(users: 60),
    ];

    private static readonly TrainingLog Log = Logs.Build(Records);
    private static readonly long Cut = Logs.Start.AddMinutes(20_000).ToUnixTimeMilliseconds();

    [Fact]
    public void A_changed_future_changes_no_feature() => Assert.Empty(Differences((_, earlier) => earlier));

    [Fact]
    public void Statistics_that_know_the_future_are_found() => Assert.NotEmpty(Differences((log, _) => log));

    [Fact]
    public void Sources_trained_on_the_period_of_the_examples_are_refused()
    {
        ModelParts parts = Parts(Log);
        ExampleStretch leaky = new(Log, Cut, Log, parts, BlendWeights.Default, BlendWeights.Default);
        Assert.Throws<InvalidOperationException>(() => ExampleBuilder.Build(leaky, Options, CancellationToken.None));
    }

    [Fact]
    public void A_moment_has_earlier_events_and_asks_for_the_next_choice()
    {
        List<RankingCase> cases = RankingCases.Find(Log, Cut, Options);
        Assert.True(cases.Count > 300);
        Assert.All(cases, moment => Assert.False(LooksAhead(moment)));
        RankingCase honest = cases.First(moment => moment.Next.Length > 1);
        SignalEvent[] leaky = [.. honest.Signal.Events.ToArray(), .. honest.Next[..1].ToArray()];
        Assert.True(LooksAhead(honest with { Signal = honest.Signal with { Events = leaky } }));
    }

    [Fact]
    public void A_list_that_may_repeat_carries_no_information_on_the_choice()
    {
        // the random bit is fair over all choices; a choice that its list could not contain is left out, never moved
        List<RankingCase> cases = RankingCases.Find(Log, Cut, Options);
        Assert.All(cases.Where(Known), moment => Assert.True(moment.Repeats));
        double fresh = cases.Count(
            moment => !Known(moment) && moment.Repeats) / (double)cases.Count(moment => !Known(moment));
        Assert.InRange(fresh, 0.42, 0.58);
    }

    [Fact]
    public void A_moment_never_has_an_event_of_its_basket_and_grades_the_whole_basket()
    {
        TrainingLog log = Logs.Build(BasketWorld.Pairs());
        List<RankingCase> cases = RankingCases.Find(log, log.FirstMs, Options);
        Assert.True(cases.Count > 300);
        Assert.All(cases, moment =>
        {
            Assert.False(LooksAhead(moment));
            Assert.NotEqual(0, moment.Signal.Events.Length);
        });

        // a moment without the earlier events on its item asks only for that item
        Assert.All(cases.Where(moment => moment.Next.Length > 1), moment =>
        {
            Dictionary<int, byte> grades = Grades.Of(moment, log.PurchaseWeight);
            Assert.Equal(5, grades[moment.Target]);
            Assert.Equal(4, grades[log.Number(BasketWorld.MateOf(log.Items[moment.Target]))]);
        });
    }

    private static bool Known(RankingCase moment) =>
        moment.Signal.Events.ToArray().Any(happened => happened.Item == moment.Target);

    /// <summary>Gets whether the signal contains an event at or after the choice.</summary>
    private static bool LooksAhead(RankingCase moment) =>
        moment.Signal.Events.ToArray().Any(happened => happened.TimeMs >= moment.Next.Span[0].TimeMs);

    /// <summary>Gets the lists before <c>until</c> whose features change when the rest of the log changes.</summary>
    /// <param name="counted">Gets the log of the item statistics from the whole log and its earlier part.</param>
    private static List<int> Differences(Func<TrainingLog, TrainingLog, TrainingLog> counted)
    {
        long until = Logs.Start.AddMinutes(20_300).ToUnixTimeMilliseconds();
        TrainingLog other = Logs.Build(Records.Select(record => Altered(record, until)));
        RankingExamples one = Build(Log, until, counted);
        RankingExamples two = Build(other, until, counted);
        Assert.True(one.Lists > 50, $"{one.Lists} lists");
        Assert.Equal(one.Lists, two.Lists);
        return [.. Enumerable.Range(0, one.Lists).Where(list => !one.RowsOf(list).SequenceEqual(two.RowsOf(list)))];
    }

    private static LogRecord Altered(LogRecord record, long until)
    {
        UserEvent happened = ((EventEntry)record.Entry).Event;
        string item = happened.ItemId.Value;
        return happened.OccurredAt.ToUnixTimeMilliseconds() < until
            ? record
            : Logs.Event(
                record.UserKey,
                Logs.Name(Logs.BlockOf(item), 3),
                EventTypes.Purchase,
                (happened.OccurredAt - Logs.Start).TotalMinutes,
                record.Position);
    }

    private static RankingExamples Build(
        TrainingLog log, long until, Func<TrainingLog, TrainingLog, TrainingLog> counted)
    {
        TrainingLog earlier = log.Before(Cut);
        ModelParts parts = Parts(earlier);
        ExampleStretch stretch = new(
            log.Before(until), Cut, earlier, parts, BlendWeights.Default, BlendWeights.Default);
        return ExampleBuilder.Build(
            stretch, ItemStatisticsTrainer.Train(counted(log, earlier), Options), Options, CancellationToken.None);
    }

    private static ModelParts Parts(TrainingLog log) =>
        SourceTrainer.Train(log, Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
}
