using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Events;

/// <summary>Reads one event. Unknown fields are errors of the event.</summary>
internal static class RawEventReader
{
    private static readonly JsonTable<Fields> Table =
        new JsonTable<Fields>("Put fields of your own under 'properties'.")
            .Text("eventId", static (ref raw, value) => raw.EventId = value)
            .Text("userId", static (ref raw, value) => raw.UserId = value)
            .Known("type", static (ref raw, value) => raw.Type = value)
            .Known("itemId", static (ref raw, value) => raw.ItemId = value)
            .Time("occurredAt", static (ref raw, value) => raw.OccurredAt = value)
            .Number("value", static (ref raw, value) => raw.Value = value)
            .Known("placement", static (ref raw, value) => raw.Placement = value)
            .Text("recommendationId", static (ref raw, value) => raw.RecommendationId = value)
            .Map("properties", static (ref raw, value) => raw.Properties = value)
            .Text("order", static (ref raw, value) => raw.Order = value)
            .Many("lines", ReadLine, static (ref raw, value) => raw.Lines = value);

    private static readonly JsonTable<RawOrderLine> LineTable = new JsonTable<RawOrderLine>()
        .Text("itemId", static (ref line, value) => line = line with { ItemId = value })
        .Number("quantity", static (ref line, value) => line = line with { Quantity = value })
        .Number("price", static (ref line, value) => line = line with { Price = value });

    /// <inheritdoc cref="ObjectReader{T}"/>
    public static RawEvent Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        Fields raw = default;
        Table.Read(ref reader, ref raw, path, errors);
        return new RawEvent
        {
            EventId = raw.EventId,
            UserId = raw.UserId,
            Type = raw.Type,
            ItemId = raw.ItemId,
            OccurredAt = raw.OccurredAt,
            Value = raw.Value,
            Placement = raw.Placement,
            RecommendationId = raw.RecommendationId,
            Properties = raw.Properties,
            Order = raw.Order,
            Lines = raw.Lines,
        };
    }

    private static RawOrderLine ReadLine(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawOrderLine line = new();
        LineTable.Read(ref reader, ref line, path, errors);
        return line;
    }

    /// <summary>The values read so far. A structure, so that an event costs one object.</summary>
    private struct Fields
    {
        public string? EventId;
        public string? UserId;
        public string? Type;
        public string? ItemId;
        public DateTimeOffset? OccurredAt;
        public double? Value;
        public string? Placement;
        public string? RecommendationId;
        public Dictionary<string, string?>? Properties;
        public string? Order;
        public List<RawOrderLine>? Lines;
    }
}
