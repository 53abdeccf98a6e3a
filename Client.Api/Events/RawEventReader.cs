using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Events;

/// <summary>Reads one event. Unknown fields are skipped, because a client may be newer than the engine.</summary>
internal static class RawEventReader
{
    private static readonly string[] Names =
    [
        "eventId", "userId", "type", "itemId", "occurredAt", "value", "placement", "recommendationId", "properties",
    ];

    private static readonly (byte[] Utf8, string Name)[] Fields =
    [.. Names.Select(name => (Encoding.UTF8.GetBytes(name), name))];

    /// <inheritdoc cref="ReadElement{T}"/>
    public static RawEvent Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        string? eventId = null, userId = null, type = null, itemId = null, placement = null, recommendationId = null;
        DateTimeOffset? occurredAt = null;
        double? value = null;
        Dictionary<string, string?>? properties = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string? field = NameOf(ref reader);
            _ = reader.Read();
            switch (field)
            {
                case "eventId": eventId = JsonFields.Text(ref reader, path, field, errors); break;
                case "userId": userId = JsonFields.Text(ref reader, path, field, errors); break;
                case "type": type = JsonFields.Text(ref reader, path, field, errors); break;
                case "itemId": itemId = JsonFields.Text(ref reader, path, field, errors); break;
                case "placement": placement = JsonFields.Text(ref reader, path, field, errors); break;
                case "recommendationId": recommendationId = JsonFields.Text(ref reader, path, field, errors); break;
                case "occurredAt": occurredAt = JsonFields.Time(ref reader, path, field, errors); break;
                case "value": value = JsonFields.Number(ref reader, path, field, errors); break;
                case "properties": properties = JsonFields.Map(ref reader, path, field, errors); break;
                default: reader.Skip(); break;
            }
        }

        return new RawEvent
        {
            EventId = eventId,
            UserId = userId,
            Type = type,
            ItemId = itemId,
            OccurredAt = occurredAt,
            Value = value,
            Placement = placement,
            RecommendationId = recommendationId,
            Properties = properties,
        };
    }

    /// <summary>The name of a known field, without allocation; null for an unknown field.</summary>
    private static string? NameOf(ref Utf8JsonReader reader)
    {
        foreach ((byte[] utf8, string name) in Fields)
        {
            if (reader.ValueTextEquals(utf8))
            {
                return name;
            }
        }

        return null;
    }
}
