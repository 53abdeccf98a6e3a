using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Source-generated JSON contracts of rules and placements.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(UserIdJsonConverter), typeof(ItemIdJsonConverter), typeof(CamelCaseEnumConverter<RuleStatus>),
        typeof(CamelCaseEnumConverter<SeenItems>),
    ])]
[JsonSerializable(typeof(RuleListResponse))]
[JsonSerializable(typeof(RuleResponse))]
[JsonSerializable(typeof(RuleHistoryResponse))]
[JsonSerializable(typeof(PreviewResponse))]
[JsonSerializable(typeof(PlacementListResponse))]
[JsonSerializable(typeof(PlacementResponse))]
[JsonSerializable(typeof(EventTypeListResponse))]
[JsonSerializable(typeof(RawRule))]
[JsonSerializable(typeof(RawRevert))]
[JsonSerializable(typeof(RawPreview))]
[JsonSerializable(typeof(RawPlacement))]
internal sealed partial class MerchandisingJson : JsonSerializerContext;

/// <summary>A rule in its latest version.</summary>
/// <param name="Version">The version, from 1.</param>
/// <param name="ChangedAt">When the version was made.</param>
/// <param name="ChangedBy">The name of the key that made it.</param>
/// <param name="IsActive">Whether the rule is published and within its schedule now.</param>
/// <param name="Rule">The rule.</param>
internal sealed record RuleResponse(
    int Version, DateTimeOffset ChangedAt, string ChangedBy, bool IsActive, MerchandisingRule Rule)
{
    /// <summary>Describes a version that is not a deletion.</summary>
    public static RuleResponse Of(RuleVersion version, DateTimeOffset now) =>
        new(version.Version, version.At, version.By, version.Rule!.IsActive(now), version.Rule);
}

/// <summary>The response to <c>GET /v1/rules</c>.</summary>
/// <param name="Revision">Rises with every change of rules and placements.</param>
/// <param name="Rules">The rules in the order of their ids.</param>
internal sealed record RuleListResponse(long Revision, ImmutableArray<RuleResponse> Rules);

/// <summary>The response to <c>GET /v1/rules/{id}/history</c>.</summary>
/// <param name="Versions">The versions, newest first.</param>
internal sealed record RuleHistoryResponse(ImmutableArray<RuleVersion> Versions);

/// <summary>The response to <c>POST /v1/rules/{id}/preview</c>.</summary>
/// <param name="Placement">The placement of the lists.</param>
/// <param name="Users">The lists of each user, in the order of the request.</param>
/// <param name="PredictedNdcg">The mean of the users' values; missing when no list has scores.</param>
internal sealed record PreviewResponse(string Placement, ImmutableArray<UserPreview> Users, double? PredictedNdcg);

/// <summary>A user's list without and with a rule.</summary>
/// <param name="UserId">The user.</param>
/// <param name="PredictedNdcg">
/// The discounted sum of the scores of the list after, divided by that of the list before; 1 is no loss. Missing when
/// the list before has no scores.
/// </param>
/// <param name="Before">The list without the rule, best first.</param>
/// <param name="After">The list with the rule, best first.</param>
internal sealed record UserPreview(
    UserId UserId, double? PredictedNdcg, ImmutableArray<PreviewItem> Before, ImmutableArray<PreviewItem> After);

/// <summary>An item of a preview.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Score">The score.</param>
/// <param name="Rule">The rule that placed the item; missing for none.</param>
internal sealed record PreviewItem(ItemId Id, double Score, string? Rule);

/// <summary>A placement.</summary>
/// <param name="Name">The name that list requests send.</param>
/// <param name="Origin"><c>settings</c>, <c>api</c> for a placement made at run time, or <c>both</c>.</param>
/// <param name="Description">A description for people; missing for none.</param>
/// <param name="Version">The version of a placement made at run time; missing for other placements.</param>
/// <param name="ChangedAt">When the version was made.</param>
/// <param name="ChangedBy">The name of the key that made it.</param>
/// <param name="Policy">The values that were set at run time; missing for none.</param>
internal sealed record PlacementResponse(
    string Name,
    string Origin,
    string? Description,
    int? Version,
    DateTimeOffset? ChangedAt,
    string? ChangedBy,
    PlacementChange? Policy);

/// <summary>The response to <c>GET /v1/placements</c>.</summary>
/// <param name="Placements">The placements in the order of their names.</param>
internal sealed record PlacementListResponse(ImmutableArray<PlacementResponse> Placements);

/// <summary>An event type.</summary>
/// <param name="Name">The type that events send.</param>
/// <param name="Weight">The weight of a choice; negative for a dislike, 0 for no effect on ranking.</param>
internal sealed record EventTypeResponse(string Name, double Weight);

/// <summary>The response to <c>GET /v1/event-types</c>.</summary>
/// <param name="EventTypes">The types in the order of their names.</param>
internal sealed record EventTypeListResponse(ImmutableArray<EventTypeResponse> EventTypes);
