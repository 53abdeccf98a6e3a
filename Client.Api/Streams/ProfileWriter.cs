using System.Buffers;
using System.Text.Json;
using Personalization.Abstractions.Profiles;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Streams;

/// <summary>Writes the data of a <c>profile</c> event.</summary>
internal static class ProfileWriter
{
    private const int WeightDigits = 4;

    /// <summary>Writes a profile as one line of JSON.</summary>
    public static void Write(IBufferWriter<byte> body, ProfileSummary profile)
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
