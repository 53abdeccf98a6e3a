using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Training;
using Personalization.Testing.Worlds;

namespace Personalization.Tests.Engine.Training;

public sealed class BoundedLogTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(999)]
    [InlineData(1000)]
    public void The_newest_events_stay_and_the_others_are_counted(int most)
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default, null, most);
        List<LogRecord> records =
        [.. Enumerable.Range(1, 1000).Select(at => Logs.Event($"u{at % 7}", $"i{at}", EventTypes.View, at, at))];
        records.ForEach(builder.Add);
        TrainingLog log = builder.Build();
        Assert.Equal((most, 1000 - most, 1000), (log.EventCount, log.LeftOut, builder.Count));
        Assert.Equal(
            Enumerable.Range(1001 - most, most).Select(at => $"i{at}").Order(StringComparer.Ordinal),
            log.Items.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_newest_events_stay_of_a_log_of_many_chunks()
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default, null, 1000);
        int count = (2 * ChunkedList<int>.Chunk) + 5000;
        for (int at = 1; at <= count; at++)
        {
            builder.Add(Logs.Event($"u{at % 7}", $"i{at}", EventTypes.View, at, at));
        }

        TrainingLog log = builder.Build();
        Assert.Equal((1000, count - 1000, count), (log.EventCount, log.LeftOut, builder.Count));
        Assert.Equal(
            Enumerable.Range(count - 999, 1000).Select(at => $"i{at}").Order(StringComparer.Ordinal),
            log.Items.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_forgotten_user_stays_forgotten_after_older_events_were_dropped()
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default, null, 100);
        for (int at = 1; at <= 400; at++)
        {
            builder.Add(Logs.Event(at % 2 == 0 ? "even" : "odd", $"i{at}", EventTypes.View, at, at));
            if (at == 350)
            {
                builder.Add(
                    new LogRecord(1000, "even", new ForgottenEntry { Sequence = 1000, ReceivedAt = Logs.Start }));
            }
        }

        TrainingLog log = builder.Build();
        Assert.Equal(50 + 25, log.EventCount);
        Assert.DoesNotContain("i350", log.Items);
        Assert.Contains("i352", log.Items);
    }

    [Fact]
    public void The_verdict_names_the_events_that_did_not_fit()
    {
        TrainingLogBuilder builder = new(EventVocabulary.Default, null, 2000);
        Logs.BlockRecords().ForEach(builder.Add);
        TrainedModel model = ModelTrainer.Train(
            builder.Build(),
            new TrainingOptions { Factors = 16, Epochs = 2, Search = false, RankerTrees = 0 },
            "v1",
            Logs.Start,
            null,
            CancellationToken.None);
        Assert.EndsWith(
            "Trained on the newest 2,000 events; 400 older events did not fit into memory.",
            model.Version.Report.Verdict,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Training_uses_half_of_the_memory_unless_a_number_is_set()
    {
        Assert.Equal(
            8_000_000_000 / 2 / TrainingMemory.BytesPerEvent,
            TrainingMemory.MostEvents(new TrainingOptions(), 8_000_000_000));
        Assert.Equal(5, TrainingMemory.MostEvents(new TrainingOptions { MaxEvents = 5 }, 8_000_000_000));
        Assert.Equal(100_000, TrainingMemory.MostEvents(new TrainingOptions(), 1));
    }
}
