using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Retrieval;

/// <summary>Runs a world with a known answer on every personalized source.</summary>
public sealed class KnownWorldTests
{
    private static readonly TrainingLog Log = Logs.BlockWorld();
    private static readonly ModelParts Parts = SourceTrainer.Train(
        Log, new TrainingOptions { Factors = 16 }, new SourceParameters(), (_, _) => { }, CancellationToken.None);

    public static TheoryData<string> Personal => ["sessions", "factors", "itemToItem"];

    public static TheoryData<string> All => ["sessions", "factors", "itemToItem", "popular"];

    [Theory, MemberData(nameof(Personal))]
    public void A_user_of_a_block_gets_items_of_the_block_first(string source)
    {
        for (int block = 0; block < Logs.Blocks; block++)
        {
            int[] chosen = [Item(block, 0), Item(block, 1)];
            Candidate[] list = Collect(source, Logs.Signal(chosen), new Refuse(chosen), 8);
            Assert.Equal(8, list.Length);
            Assert.All(list, candidate => Assert.Equal(block, Logs.BlockOf(Log.Items[candidate.Item])));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Lists_are_sorted_and_filtered_and_have_no_duplicates(string source)
    {
        int[] refused = [Item(0, 2), Item(0, 3), Item(1, 1)];
        Candidate[] list = Collect(source, Logs.Signal(Item(0, 0), Item(1, 0)), new Refuse(refused), 30);
        Assert.NotEmpty(list);
        Assert.DoesNotContain(list, candidate => refused.Contains(candidate.Item));
        Assert.Equal(list.Length, list.Select(candidate => candidate.Item).Distinct().Count());
        Assert.Equal(list.OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Item), list);
        Assert.All(list, candidate => Assert.True(candidate.Score > 0));
    }

    [Theory, MemberData(nameof(All))]
    public void Scores_of_items_equal_their_collected_scores(string source)
    {
        UserSignal signal = Logs.Signal(Item(0, 0), Item(2, 0), Item(0, 1));
        Candidate[] list = Collect(source, signal, CandidateFilter.Open, 40);
        Workspace work = Work(signal);
        Candidate[] scored = new Candidate[list.Length];
        Find(source).Score(work, [.. list.Select(candidate => candidate.Item)], scored);
        Assert.Equal(list, scored);
    }

    [Theory, MemberData(nameof(Personal))]
    public void Evidence_is_an_item_of_the_user_and_its_removal_lowers_the_score(string source)
    {
        int isolated = Item(3, 9);
        int[] chosen = [Item(0, 0), Item(1, 0), Item(0, 1), Item(1, 1)];
        Candidate[] list = Collect(source, Logs.Signal(chosen), new Refuse(chosen), 10);
        foreach (Candidate candidate in list)
        {
            Assert.Contains(candidate.Evidence, chosen);
            Workspace without = Work(
                Logs.Signal([.. chosen.Select(item => item == candidate.Evidence ? isolated : item)]));
            Candidate[] scored = new Candidate[1];
            Find(source).Score(without, [candidate.Item], scored);
            Assert.True(
                scored[0].Score < candidate.Score, $"{source}: {scored[0].Score} without, {candidate.Score} with");
        }
    }

    [Theory, MemberData(nameof(Personal))]
    public void A_user_with_only_dismissals_gets_no_candidates(string source)
    {
        UserSignal signal = new(new[] { new SignalEvent(Item(0, 0), -5, 0) }, 1);
        Assert.Empty(Collect(source, signal, CandidateFilter.Open, 10));
    }

    [Theory, MemberData(nameof(Personal))]
    public void Events_on_unknown_items_are_skipped(string source)
    {
        UserSignal signal = new(new[]
        {
            new SignalEvent(-1, 1, 0), new SignalEvent(Item(0, 0), 1, 1), new SignalEvent(Log.ItemCount, 1, 2)
        }, 3);
        Assert.Equal(
            Collect(source, Logs.Signal(Item(0, 0)), CandidateFilter.Open, 5).Select(candidate => candidate.Item),
            Collect(source, signal, CandidateFilter.Open, 5).Select(candidate => candidate.Item));
    }

    private static int Item(int block, int item) => Log.Number(Logs.Name(block, item));

    private static ICandidateSource Find(string name) => Parts.Sources.Single(source => source.Name == name);

    private static Workspace Work(UserSignal signal)
    {
        Workspace work = Parts.NewWorkspace();
        work.Interactions.Fold(signal.Events.Span, Parts.SessionGapMs);
        return work;
    }

    private static Candidate[] Collect(string source, UserSignal signal, CandidateFilter filter, int count)
    {
        Candidate[] list = new Candidate[count];
        Workspace work = Work(signal);
        list = list[..Find(source).Collect(work, filter, list)];
        Find(source).Explain(work, list);
        return list;
    }
}
