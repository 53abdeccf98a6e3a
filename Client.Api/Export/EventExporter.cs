using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>Writes the events of all users, page by page, up to the time of the request.</summary>
internal sealed class EventExporter(IGrainFactory grains, EngineCalls engine, TimeProvider time)
{
    /// <summary>Reads the query and adds every error.</summary>
    public EventExport Read(ref QueryReader query) => new(
        new EventPageQuery
        {
            After = Cursor(ref query),
            Since = Since(ref query),
            Until = time.GetUtcNow(),
        },
        query.Flag("cursors"));

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

    private static long Cursor(ref QueryReader query)
    {
        string? text = query.Text("cursor");
        if (text is null)
        {
            return 0;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long position))
        {
            return position;
        }

        query.Refuse("cursor", "malformed", "cursor must be the unchanged cursor of an exported event, or missing.");
        return 0;
    }

    private static DateTimeOffset Since(ref QueryReader query)
    {
        string? text = query.Text("since");
        if (text is null)
        {
            return DateTimeOffset.MinValue;
        }

        if (DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset since))
        {
            return since;
        }

        query.Refuse(
            "since",
            "invalid",
            $"since must be a time such as 2026-11-01T00:00:00Z but was '{NameGuess.Shorten(text)}'.");
        return default;
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

/// <summary>A validated request for events.</summary>
/// <param name="Query">The query of the first page.</param>
/// <param name="WithCursors">Whether each event has its cursor.</param>
internal sealed record EventExport(EventPageQuery Query, bool WithCursors);
