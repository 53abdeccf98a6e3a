using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Training;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

/// <summary>A training that is interrupted at any step resumes there, and makes the same artifact.</summary>
[Trait("Category", "Training")]
public sealed class CheckpointTests
{
    private static readonly TrainingOptions Small = new()
    {
        Factors = 16,
        Epochs = 3,
        MinCases = 10,
        RankerTrees = 10,
        RankerMinLists = 50,
        RankerLeaves = 4,
        HoldOutShare = 0.2,
        ListLength = 10,
    };

    private static readonly TrainingLog Log = Logs.Build(Logs.BlockRecords(users: 200));
    private static readonly CatalogItem[] Catalog =
    [
        .. Enumerable.Range(0, Logs.Blocks).SelectMany(
            block => Enumerable.Range(0, Logs.ItemsPerBlock + 1).Select(item => new CatalogItem
            {
                Id = ItemId.Create(Logs.Name(block, item)), Categories = [$"block-{block}"],
            })),
    ];

    private static readonly MemoryCheckpoint Uncut = new();
    private static readonly TrainedModel Whole = Train(Uncut);

    [Fact]
    public void Every_long_step_is_stored_once_and_storing_changes_nothing()
    {
        Assert.Equal(
            [
                "choose-sessions", "choose-item-to-item", "choose-transitions", "choose-repeats", "choose-linear",
                "choose-factors", "choose-full-factors",
                "rehearse-linear", "rehearse-factors", "choose-content", "blend", "blend-returning", "blend-given",
                "proof", "final-linear", "final-factors",
            ],
            Uncut.Stored);
        AssertSame(Whole, Train(null));
        Assert.NotEmpty(ModelSnapshot.Load("v1", Whole.Files).Manifest!.Choices);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void A_training_cut_after_any_step_resumes_there_and_makes_the_same_bytes(int steps)
    {
        MemoryCheckpoint first = new(endsAfter: steps);
        Assert.Throws<OperationCanceledException>(() => Train(first));
        MemoryCheckpoint second = new(first);
        TrainedModel resumed = Train(second);
        Assert.Equal(Uncut.Stored.Skip(steps), second.Stored);
        AssertSame(Whole, resumed);
        Assert.Equal(Whole.RankerNote, resumed.RankerNote);
        Assert.Equal(
            Whole.Version.Report.Metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal),
            resumed.Version.Report.Metrics.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(Whole.Version.Baseline!.Counts, resumed.Version.Baseline!.Counts);
    }

    [Fact]
    public void A_stored_step_that_cannot_be_read_is_refused()
    {
        MemoryCheckpoint torn = new(Uncut);
        torn.Tear("rehearse-factors");
        Assert.Throws<InvalidDataException>(() => Train(torn));
    }

    [Theory]
    [InlineData("choose-sessions")]
    [InlineData("proof")]
    public void A_torn_record_is_refused_as_well(string step)
    {
        MemoryCheckpoint torn = new(Uncut);
        torn.Tear(step);
        Assert.Throws<InvalidDataException>(() => Train(torn));
    }

    private static void AssertSame(TrainedModel expected, TrainedModel actual)
    {
        Assert.Equal(expected.Files.Keys, actual.Files.Keys);
        Assert.All(
            expected.Files, file => Assert.True(file.Value.Span.SequenceEqual(actual.Files[file.Key].Span), file.Key));
    }

    private static TrainedModel Train(ITrainingCheckpoint? checkpoint) =>
        ModelTrainer.Train(Log, Small, "v1", Logs.Start, null, CancellationToken.None, live: null, Catalog, checkpoint);
}
