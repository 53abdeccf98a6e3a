using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Streams;

/// <summary>Writes the pair of events that a stream sends: a profile and its list.</summary>
internal static class PairWriter
{
    private const int WeightDigits = 4;

    /// <summary>Writes both events.</summary>
    /// <param name="body">The buffer.</param>
    /// <param name="profile">The profile. Its version is the id of both events.</param>
    /// <param name="list">The list.</param>
    /// <param name="now">The current time, for the list's age.</param>
    public static void Write(PipeWriter body, ProfileSummary profile, ServedList list, DateTimeOffset now)
    {
        SseWriter.Begin(body, "profile"u8, profile.Version);
        WriteProfile(body, profile);
        SseWriter.End(body);
        SseWriter.Begin(body, "list"u8, profile.Version);
        RecommendationWriter.Write(body, list, now);
        SseWriter.End(body);
    }

    /// <summary>A hash of what a reader sees of a list, to notice another list.</summary>
    public static int HashOf(ServedList list)
    {
        HashCode hash = new();
        hash.AddBytes(list.Rendered.Items);
        hash.Add(list.FallbackLevel);
        return hash.ToHashCode();
    }

    /// <summary>Writes a profile as one line of JSON.</summary>
    private static void WriteProfile(IBufferWriter<byte> body, ProfileSummary profile)
    {
        using Utf8JsonWriter json = new(body, JsonResponse.Options);
        json.WriteStartObject();
        json.WriteNumber("version", profile.Version);
        json.WriteStartArray("categories");
        foreach (CategoryWeight category in profile.Categories)
        {
            json.WriteStartObject();
            json.WriteString("name", category.Name);
            json.WriteNumber("weight", Math.Round(category.Weight, WeightDigits));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("recent");
        foreach (RecentEvent done in profile.Recent)
        {
            json.WriteStartObject();
            json.WriteString("itemId", done.ItemId.Value);
            json.WriteString("type", done.Type);
            json.WriteString("at", done.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("events", profile.EventCount);
        if (profile.OptOut)
        {
            json.WriteBoolean("optOut", true);
        }

        json.WriteEndObject();
        json.Flush();
    }
}
