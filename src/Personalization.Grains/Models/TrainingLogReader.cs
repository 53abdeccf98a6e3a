using Microsoft.Extensions.Logging;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.DataQuality;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Training;

namespace Personalization.Grains.Models;

/// <summary>Reads the event log to train on.</summary>
internal sealed class TrainingLogReader(IEventFeed events, IGrainFactory grains, EventVocabulary vocabulary, ILogger log)
{
    private const int ReadPage = 10_000;

    /// <summary>Reads it, without what watched windows hold back.</summary>
    /// <param name="options">How many events there is room for.</param>
    /// <param name="end">Reads up to this position; null for all there is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The log and the position of its last entry.</returns>
    public async Task<(TrainingLog Log, long Position)> ReadAsync(TrainingOptions options, long? end, CancellationToken cancellationToken)
    {
        QuarantinedWindows held = new(await grains.GetGrain<IDataQualityGrain>(0).GetAsync().ConfigureAwait(false));
        TrainingLogBuilder builder = new(vocabulary, held.Holds, TrainingMemory.MostEvents(options, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        long position = 0;
        IReadOnlyList<LogRecord> page;
        do
        {
            page = await events.ReadAllAsync(position, ReadPage, cancellationToken).ConfigureAwait(false);
            foreach (LogRecord record in page.TakeWhile(record => !(record.Position > end)))
            {
                builder.Add(record);
                position = record.Position;
            }
        }
        while (page.Count == ReadPage && page[^1].Position == position);
        if (held.Count > 0)
        {
            log.LogInformation("Training leaves out {Left} events of {Windows} watched windows that are not released.", builder.LeftOut, held.Count);
        }

        return (builder.Build(), position);
    }
}
