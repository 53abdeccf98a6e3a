using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Merchandising;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Reads and checks the bodies of rules. Collects every error; an unknown field is an error.</summary>
internal static class RuleReader
{
    private const int MostPlacements = 100;
    private const int MostActions = 20;
    private const int MaxDescription = 512;
    private const int MaxPriority = 1_000;
    private const int MostUsers = 20;
    private const int MaxPreview = 100;

    private static readonly JsonTable<RawRule> Rules = new JsonTable<RawRule>()
        .Text("description", static (ref rule, value) => rule = rule with { Description = value })
        .Add("status", Status, static (ref rule, value) => rule = rule with { Status = value })
        .Texts("placements", static (ref rule, value) => rule = rule with { Placements = value })
        .Time("from", static (ref rule, value) => rule = rule with { From = value })
        .Time("until", static (ref rule, value) => rule = rule with { Until = value })
        .Text("audience", static (ref rule, value) => rule = rule with { Audience = value })
        .Whole("priority", static (ref rule, value) => rule = rule with { Priority = value })
        .Many("actions", RuleActionReader.Read, static (ref rule, value) => rule = rule with { Actions = value });

    private static readonly JsonTable<RawRevert> Reverts = new JsonTable<RawRevert>()
        .Whole("version", static (ref revert, value) => revert = new RawRevert { Version = value });

    private static readonly JsonTable<RawPreview> Previews = new JsonTable<RawPreview>()
        .Texts("userIds", static (ref preview, value) => preview = preview with { UserIds = value })
        .Text("placement", static (ref preview, value) => preview = preview with { Placement = value })
        .Whole("count", static (ref preview, value) => preview = preview with { Count = value })
        .One("rule", Read, static (ref preview, value) => preview = preview with { Rule = value });

    /// <summary>Reads a rule.</summary>
    public static RawRule Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRule rule = new();
        int before = errors.Count;
        Rules.Read(ref reader, ref rule, path, errors);
        Check(rule, path, errors, hasReadErrors: errors.Count > before);
        return rule;
    }

    /// <summary>Reads a revert.</summary>
    public static RawRevert ReadRevert(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawRevert revert = new();
        Reverts.Read(ref reader, ref revert, path, errors);
        if (revert.Version is null && errors.Count == 0)
        {
            errors.Add(new($"{path}.version", "required", "version must be the version to restore, from 1."));
        }

        return revert;
    }

    /// <summary>Reads the request for a preview.</summary>
    public static RawPreview ReadPreview(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPreview preview = new();
        Previews.Read(ref reader, ref preview, path, errors);
        CheckPreview(preview, path, errors);
        return preview;
    }

    private static void CheckPreview(RawPreview preview, string path, List<ValidationError> errors)
    {
        if (preview.UserIds is null or { Count: 0 or > MostUsers })
        {
            errors.Add(new($"{path}.userIds", preview.UserIds is null ? "required" : "outOfRange",
                $"userIds must have 1 to {MostUsers} user ids but had {preview.UserIds?.Count ?? 0}."));
        }

        foreach ((int i, string? user) in (preview.UserIds ?? []).Take(MostUsers).Index())
        {
            if (UserId.TryCreate(user, out _) is { } problem)
            {
                errors.Add(new($"{path}.userIds[{i}]", "invalid", $"a user id {problem}."));
            }
        }

        CheckPlacement(preview.Placement, $"{path}.placement", errors);
        FieldErrors.Range(preview.Count, 1, MaxPreview, path, "count", errors);
    }

    private static void Check(RawRule rule, string path, List<ValidationError> errors, bool hasReadErrors)
    {
        FieldErrors.Length(rule.Description, MaxDescription, path, "description", errors);
        FieldErrors.Range(rule.Priority, -MaxPriority, MaxPriority, path, "priority", errors);
        FieldErrors.Filter(
            rule.Audience, FilterScope.Audience | FilterScope.Context, path, "audience", errors);
        if (rule.Placements?.Count > MostPlacements)
        {
            errors.Add(new($"{path}.placements", "tooLong",
                $"placements must have at most {MostPlacements} entries but had {rule.Placements.Count}."));
        }

        foreach ((int i, string? placement) in (rule.Placements ?? []).Take(MostPlacements).Index())
        {
            CheckPlacement(placement ?? string.Empty, $"{path}.placements[{i}]", errors);
        }

        if (rule.From >= rule.Until)
        {
            errors.Add(new($"{path}.until", "outOfRange", "until must be later than from."));
        }

        if (rule.Actions is { Count: 0 or > MostActions } || (rule.Actions is null && !hasReadErrors))
        {
            errors.Add(new($"{path}.actions", rule.Actions is null ? "required" : "outOfRange",
                $"actions must have 1 to {MostActions} entries but had {rule.Actions?.Count ?? 0}."));
        }
    }

    private static void CheckPlacement(string? placement, string path, List<ValidationError> errors)
    {
        if (RecommendationRequest.PlacementProblem(placement) is { } problem)
        {
            errors.Add(new(path, "invalid", $"a placement {problem}."));
        }
    }

    private static RuleStatus? Status(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        string? name = JsonFields.Text(ref reader, path, field, errors);
        if (name is not (null or "draft" or "published"))
        {
            errors.Add(new($"{path}.{field}", "unknown", $"status must be draft or published but was '{name}'."));
        }

        return name switch
        {
            "draft" => RuleStatus.Draft,
            "published" => RuleStatus.Published,
            _ => null,
        };
    }
}
