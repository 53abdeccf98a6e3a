using System.Text.Json;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>
/// The operations of each role, written independently of the product, and the limits of a public key.
/// </summary>
internal static class AccessRules
{
    private static readonly string[] Lists =
    [
        "GET /v1/users/{id}/recommendations", "POST /v1/users/{id}/rank", "GET /v1/items/{id}/similar",
        "POST /v1/items/similar", "GET /v1/popular",
    ];

    private static readonly string[] WriteItems =
    ["PUT /v1/items/{id}", "PATCH /v1/items/{id}", "DELETE /v1/items/{id}", "POST /v1/items"];

    private static readonly string[] ReadPlacements =
    ["GET /v1/placements", "GET /v1/placements/{id}", "GET /v1/event-types"];

    private static readonly string[] Merchandise =
    [
        "PUT /v1/placements/{id}", "DELETE /v1/placements/{id}", "GET /v1/rules", "GET /v1/rules/{id}",
        "PUT /v1/rules/{id}", "DELETE /v1/rules/{id}", "GET /v1/rules/{id}/history", "POST /v1/rules/{id}/revert",
        "POST /v1/rules/{id}/preview",
    ];

    private static readonly string[] ReadItems = ["GET /v1/items/{id}", "GET /v1/items", "POST /v1/items/get"];

    private static readonly string[] ReadUsers = ["GET /v1/users/{id}", "GET /v1/users/{id}/export"];

    private static readonly string[] WriteUsers =
    [
        "PUT /v1/users/{id}", "DELETE /v1/users/{id}", "POST /v1/users/{id}/merge", "POST /v1/users/{id}/unmerge",
    ];

    private static readonly string[] Exports =
    [
        "GET /v1/exports/items", "GET /v1/exports/events", "GET /v1/exports/users",
        "POST /v1/exports/recommendations",
    ];

    private static readonly string[] FindUsers =
    ["GET /v1/users", "GET /v1/users/{id}/similar", "GET /v1/items/{id}/audience"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["none"] = [],
        ["wrong"] = [],
        ["read"] = [.. Lists, .. ReadItems, .. ReadUsers, .. ReadPlacements],
        ["write"] =
        [
            .. Lists, .. ReadItems, .. ReadUsers, .. WriteItems, .. WriteUsers, "POST /v1/events",
            "POST /v1/tokens", .. ReadPlacements, .. Merchandise,
        ],
        ["public"] = [.. Lists, "POST /v1/events", "POST /v1/tokens"],
        ["ingest"] = ["POST /v1/events"],
        ["serve"] = [.. Lists, .. ReadItems, "POST /v1/tokens", .. ReadPlacements],
        ["manage"] =
        [
            .. ReadItems, .. ReadUsers, .. WriteItems, .. WriteUsers, "POST /v1/tokens", .. ReadPlacements,
            .. Merchandise, .. Exports, .. FindUsers,
        ],
    };

    /// <summary>Gets the problem of a served request; null for none.</summary>
    public static string? Broken(AccessCase who, FuzzRequest request, FuzzAnswer answer)
    {
        string operation = request.Operation.ToString();
        if (answer.Status >= 300 || operation.StartsWith("GET /health", StringComparison.Ordinal))
        {
            return null;
        }

        if (who.Role != "operate" && !Allowed[who.Role].Contains(operation))
        {
            return $"the role {who.Role} must not do this";
        }

        return who.Role == "public" ? BrokenPublic(who, request, answer) : null;
    }

    private static string? BrokenPublic(AccessCase who, FuzzRequest request, FuzzAnswer answer)
    {
        if (!who.IsFromShop)
        {
            return "a page of another origin was served";
        }

        if (answer.Text.Contains("mark-of-", StringComparison.Ordinal))
        {
            return "a public key read a user's log";
        }

        string[] path = request.Target.Split('?')[0].Split('/');
        if (request.Operation.Path.StartsWith("/v1/users/", StringComparison.Ordinal)
            && (who.User is null || Uri.UnescapeDataString(path[3]) != who.User))
        {
            return "a public key read another user's list";
        }

        if (request.Operation.Path == "/v1/items/similar")
        {
            return UserOf(request) is { } user && user != who.User ? "a public key read another user's list" : null;
        }

        if (request.Operation.Path != "/v1/events")
        {
            return null;
        }

        AcceptedEvents accepted = new();
        accepted.Note(request, answer);
        return accepted.ByUser.Keys.Any(user => user != who.User) ? "a public key wrote another user's event" : null;
    }

    /// <summary>The user in the body of a served request; null for none.</summary>
    private static string? UserOf(FuzzRequest request)
    {
        using JsonDocument body = JsonDocument.Parse(request.Body);
        return body.RootElement.TryGetProperty("userId", out JsonElement user) ? user.GetString() : null;
    }
}
