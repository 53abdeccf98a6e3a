using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.OperatorConsole.Merchandising;

/// <summary>A rule as the form edits it.</summary>
internal sealed class RuleForm
{
    /// <summary>The id.</summary>
    public string? Id { get; set; }

    /// <summary>A description for people.</summary>
    public string? Description { get; set; }

    /// <summary>The placements, separated by commas; empty for all.</summary>
    public string? Placements { get; set; }

    /// <summary>The filter expression on users; empty for all.</summary>
    public string? Audience { get; set; }

    /// <summary>The first day, UTC; null for no start.</summary>
    public DateTime? From { get; set; }

    /// <summary>The day after the last one, UTC; null for no end.</summary>
    public DateTime? Until { get; set; }

    /// <summary>The priority, -1,000 to 1,000.</summary>
    public int Priority { get; set; }

    /// <summary>Whether lists use the rule.</summary>
    public bool IsPublished { get; set; }

    /// <summary>The actions in their order.</summary>
    public List<RuleActionForm> Actions { get; } = [];

    /// <summary>Reads a rule, alone or inside a version.</summary>
    public static RuleForm Read(JsonElement body)
    {
        JsonElement rule = body.TryGetProperty("rule", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object
            ? inner
            : body;
        RuleForm form = new()
        {
            Id = Text(rule, "id") ?? Text(body, "id"),
            Description = Text(rule, "description"),
            Placements = rule.TryGetProperty("placements", out JsonElement names)
                && names.ValueKind == JsonValueKind.Array
                ? string.Join(", ", names.EnumerateArray().Select(name => name.GetString()))
                : null,
            Audience = Text(rule, "audience"),
            From = Day(rule, "from"),
            Until = Day(rule, "until"),
            Priority = rule.TryGetProperty("priority", out JsonElement priority) ? priority.GetInt32() : 0,
            IsPublished = Text(rule, "status") is null or "published",
        };
        if (rule.TryGetProperty("actions", out JsonElement actions) && actions.ValueKind == JsonValueKind.Array)
        {
            form.Actions.AddRange(actions.EnumerateArray().Select(RuleActionForm.Read));
        }

        return form;
    }

    /// <summary>Writes the body of a request. Empty fields are left out.</summary>
    public JsonElement Write()
    {
        JsonObject body = [];
        Set(body, "description", Description);
        string[] placements = (Placements ?? string.Empty).Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (placements.Length > 0)
        {
            body["placements"] = new JsonArray([.. placements.Select(name => (JsonNode?)name)]);
        }

        Set(body, "audience", Audience);
        Set(body, "from", Write(From));
        Set(body, "until", Write(Until));
        if (Priority != 0)
        {
            body["priority"] = Priority;
        }

        body["status"] = IsPublished ? "published" : "draft";
        body["actions"] = new JsonArray([.. Actions.Select(action => (JsonNode?)action.Write())]);
        return JsonSerializer.SerializeToElement(body);
    }

    private static string? Write(DateTime? day) =>
        day is { } date ? date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : null;

    private static void Set(JsonObject body, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            body[name] = value.Trim();
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static DateTime? Day(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement value) && value.TryGetDateTimeOffset(out DateTimeOffset time)
            ? time.UtcDateTime
            : null;
}
