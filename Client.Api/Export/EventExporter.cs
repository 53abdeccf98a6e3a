using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>Writes the events of all users, page by page, up to the time of the request.</summary>
internal sealed class EventExporter(IGrainFactory grains, EngineCalls engine, TimeProvider time)
{
    /// <summary>Reads the query and adds every error. The export ends with the events of this moment.</summary>
    public EventExport Read(ref QueryReader query) => EventExport.Read(ref query, time.GetUtcNow());

    /// <summary>Writes the response.</summary>
    public async Task WriteAsync(HttpContext context, EventExport export, ExportFormat format)
    {
        EventPageQuery query = export.Query;
        EventPage page = await PageAsync(query, context.RequestAborted);
        await using ExportStream lines = ExportStream.Start(context, format, "events");
        if (format == ExportFormat.Csv)
        {
            WriteHeader(lines, export.WithCursors);
        }

        while (true)
        {
            foreach (PositionedEvent one in page.Events)
            {
                Write(lines, one.Event, export.WithCursors ? CursorOf(one.Position) : null, format, export.WithCursors);
                await lines.SendAsync();
            }

            if (page.IsLast)
            {
                break;
            }

            page = await PageAsync(query with { After = page.Position }, context.RequestAborted);
        }

        await lines.CompleteAsync();
    }

    private static string CursorOf(long position) => position.ToString(CultureInfo.InvariantCulture);

    private static void WriteHeader(ExportStream lines, bool withCursors)
    {
        CsvLine line = new CsvLine(lines.Buffer)
            .Add("eventId").Add("userId").Add("type").Add("itemId").Add("occurredAt").Add("value").Add("placement")
            .Add("recommendationId").Add("properties");
        (withCursors ? line.Add("cursor") : line).End();
    }

    private static void Write(
        ExportStream lines, UserEvent happened, string? cursor, ExportFormat format, bool withCursors)
    {
        if (format == ExportFormat.Ndjson)
        {
            lines.WriteJson(
                new ExportedEvent(
                    happened.EventId,
                    happened.UserId.Value,
                    happened.Type,
                    happened.ItemId.Value,
                    happened.OccurredAt,
                    happened.Value,
                    happened.Placement,
                    happened.RecommendationId,
                    happened.Properties.IsEmpty ? null : happened.Properties,
                    cursor),
                ExportJson.Default.ExportedEvent);
            return;
        }

        CsvLine line = new CsvLine(lines.Buffer)
            .Add(happened.EventId)
            .Add(happened.UserId.Value)
            .Add(happened.Type)
            .Add(happened.ItemId.Value)
            .Add(happened.OccurredAt)
            .Add(happened.Value, "R")
            .Add(happened.Placement)
            .Add(happened.RecommendationId)
            .Add(happened.Properties.IsEmpty
                ? null
                : JsonSerializer.Serialize(
                    happened.Properties, ExportJson.Default.IReadOnlyDictionaryStringString));
        (withCursors ? line.Add(cursor) : line).End();
    }

    private ValueTask<EventPage> PageAsync(EventPageQuery query, CancellationToken clientGone) => engine.RunAsync(
        (Feed: grains.GetGrain<IEventFeedGrain>(0), query),
        static (call, stop) => call.Feed.ReadAsync(call.query, stop),
        clientGone);
}
