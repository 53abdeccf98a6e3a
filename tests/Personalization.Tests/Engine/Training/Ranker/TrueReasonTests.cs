using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Ranker;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training.Ranker;

/// <summary>
/// The reasons of the learned ranker are true: they name the causes of the simulated world, and an item falls without
/// its evidence.
/// </summary>
[Trait("Category", "Training")]
public sealed class TrueReasonTests
{
    private static readonly TrainingLog Log = PairWorld.Log();
    private static readonly ModelParts Parts = SourceTrainer.Train(
        Log, PairWorld.Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
    private static readonly LearnedRanker Ranker = Learn();
    private static readonly ModelSnapshot Model = Snapshot(Parts, Ranker);

    [Fact]
    public void An_accessory_names_its_device_as_the_reason_and_falls_without_it()
    {
        int reasons = 0;
        int right = 0;
        int fell = 0;
        foreach ((UserSignal signal, int[] devices) in Users())
        {
            RankedItem[] list = Recommend(Model, signal);
            foreach (int device in devices)
            {
                int place = Array.FindIndex(list, ranked => ranked.Item == Log.Number(PairWorld.Accessory(device)));
                int evidence = Log.Number(PairWorld.Device(device));
                UserSignal less = signal with
                {
                    Events = signal.Events.ToArray().Where(happened => happened.Item != evidence).ToArray()
                };
                int after = Array.FindIndex(Recommend(Model, less), ranked => ranked.Item == list[place].Item);
                reasons++;
                right += list[place].Evidence == evidence ? 1 : 0;
                fell += list[place].Evidence == evidence && after > place ? 1 : 0;
            }
        }

        Assert.True(right >= 0.95 * reasons, $"{right} of {reasons} named the device");
        Assert.True(fell >= 0.98 * right, $"{fell} of {right} fell without it");
    }

    [Fact]
    public void An_item_with_the_reason_popular_falls_without_the_choices_of_others()
    {
        int reasons = 0;
        int fell = 0;
        foreach ((UserSignal signal, _) in Users())
        {
            RankedItem[] list = Recommend(Model, signal);
            for (int place = 0; place < 60; place++)
            {
                if (list[place].Reason == ReasonKind.Popular)
                {
                    int after = Array.FindIndex(
                        Recommend(WithoutFameOf(list[place].Item), signal), ranked => ranked.Item == list[place].Item);
                    reasons++;
                    fell += after > place ? 1 : 0;
                }
            }
        }

        Assert.True(reasons >= 20, $"{reasons} have the reason popular");
        Assert.True(fell >= 0.95 * reasons, $"{fell} of {reasons} fell");
    }

    private static LearnedRanker Learn()
    {
        HoldOut holdOut = HoldOut.Split(Log, PairWorld.Options);
        ModelParts early = SourceTrainer.Train(
            holdOut.Train, PairWorld.Options, new SourceParameters(), (_, _) => { }, CancellationToken.None);
        ExampleStretch stretch = new(
            Log, holdOut.Train.LastMs + 1, holdOut.Train, early, BlendWeights.Default, BlendWeights.Default);
        TreeEnsemble trees = new LightGbmRankLearner().Learn(
            ExampleBuilder.Build(stretch, PairWorld.Options, CancellationToken.None),
            PairWorld.Options,
            CancellationToken.None);
        return new TrainedRanker(trees, ItemStatisticsTrainer.Train(Log, PairWorld.Options)).Over(
            Parts, BlendWeights.Default);
    }

    private static ModelSnapshot Snapshot(ModelParts parts, LearnedRanker ranker) =>
        new("v", new ItemIndex(Log.Items), parts, BlendWeights.Default, BlendWeights.Default, ranker, ranker);

    private static ModelSnapshot WithoutFameOf(int item)
    {
        float[] popular = Parts.Popular.Scores.ToArray();
        float[] known = Ranker.Items.Values.ToArray();
        popular[item] = 0;
        known.AsSpan(item * ItemStatistics.Count, ItemStatistics.Count).Clear();
        ModelParts parts = new(
            Parts.Sessions,
            Parts.Factors,
            Parts.CoVisitation,
            new PopularSource(popular),
            Parts.SessionGapMs,
            Parts.Linear,
            Parts.Transitions,
            Parts.Repeats);
        ItemStatistics items = new(known, Log.ItemCount);
        return Snapshot(parts, new TrainedRanker(Ranker.Trees, items).Over(parts, BlendWeights.Default));
    }

    /// <summary>Sixty new users. Each views four devices.</summary>
    private static IEnumerable<(UserSignal Signal, int[] Devices)> Users()
    {
        Random random = new(9);
        for (int user = 0; user < 60; user++)
        {
            int[] devices = [.. Enumerable.Range(0, PairWorld.Devices).OrderBy(_ => random.Next()).Take(4)];
            SignalEvent[] events = [.. devices.Select(
                (device, at) => new SignalEvent(Log.Number(PairWorld.Device(device)), 1, Log.LastMs + (at * 60_000L)))];
            yield return (new(events, Log.LastMs + 300_000), devices);
        }
    }

    private static RankedItem[] Recommend(ModelSnapshot model, UserSignal signal) =>
        model.Recommend(signal, CandidateFilter.Open, Log.ItemCount, CancellationToken.None);
}
