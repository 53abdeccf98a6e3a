using Microsoft.Extensions.Logging;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.DataQuality;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Profiles;
using Personalization.Engine.Training;

namespace Personalization.Grains.Models;

/// <summary>Reads the event log for a training.</summary>
internal sealed class TrainingLogReader(
    IEventFeed events, IGrainFactory grains, EventVocabulary vocabulary, ILogger log)
{
    private const int ReadPage = 10_000;

    /// <summary>Reads the log without the events of quarantined data-quality windows.</summary>
    /// <param name="options">Limits the number of events.</param>
    /// <param name="end">The last position to read; null reads the whole log.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The log and the position of its last entry.</returns>
    public async Task<(TrainingLog Log, long Position)> ReadAsync(
        TrainingOptions options, long? end, CancellationToken cancellationToken)
    {
        QuarantinedWindows quarantined = new(
            await grains.GetGrain<IDataQualityGrain>(0).GetAsync().ConfigureAwait(false));
        TrainingLogBuilder builder = new(
            vocabulary,
            quarantined.Holds,
            TrainingMemory.MostEvents(options, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes));
        AliasAudit aliases = new();
        long position = 0;
        IReadOnlyList<LogRecord> page;
        do
        {
            page = await events.ReadAllAsync(position, ReadPage, cancellationToken).ConfigureAwait(false);
            foreach (LogRecord record in page.TakeWhile(record => !(record.Position > end)))
            {
                builder.Add(record);
                aliases.Add(record);
                position = record.Position;
            }
        }
        while (page.Count == ReadPage && page[^1].Position == position);
        await new AliasRepair(grains, log).RunAsync([.. aliases.Find()]).ConfigureAwait(false);
        if (quarantined.Count > 0)
        {
            log.LogInformation(
                "Training excludes {Excluded} events of {Windows} data-quality windows that are not released.",
                builder.LeftOut,
                quarantined.Count);
        }

        return (builder.Build(), position);
    }
}
