using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Api.Users;

/// <summary>One line of a user's export: an entry of the user's log.</summary>
internal sealed record ExportLine
{
    /// <summary>The kind of the entry, for example <c>event</c> or <c>preferences</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The time the engine received the entry, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The fields of the kind, for example <c>event</c>.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Fields { get; set; }
}
