using System.Collections.Concurrent;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.ClusterTests.Grains;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.ClusterTests.Rollouts;

/// <summary>Small trained models. The order of names is the order of training times.</summary>
internal static class TasteModels
{
    private static readonly ConcurrentDictionary<string, TrainedModel> Trained = new(StringComparer.Ordinal);

    public static TrainedModel Train(string version) => Trained.GetOrAdd(version, name =>
    {
        TrainingLogBuilder log = new(EventVocabulary.Default);
        long position = 0;
        foreach (UserEvent done in TestEvents.TwoTastes(users: 40, items: 30, eventsEach: 10)
            .SelectMany(events => events))
        {
            position++;
            log.Add(new LogRecord(
                position,
                UserKey.Encode(done.UserId),
                new EventEntry { Sequence = position, ReceivedAt = done.OccurredAt, Event = done }));
        }

        TrainingOptions options = new() { Factors = 16, Search = false, RankerTrees = 0 };
        return ModelTrainer.Train(
            log.Build(), options, name, TimeProvider.System.GetUtcNow(), null, CancellationToken.None);
    });
}
