using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Export;

/// <summary>Source-generated JSON contracts of exports.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportedEvent))]
[JsonSerializable(typeof(ExportedItem))]
[JsonSerializable(typeof(ExportedUser))]
[JsonSerializable(typeof(ExportedList))]
[JsonSerializable(typeof(RawListExport))]
internal sealed partial class ExportJson : JsonSerializerContext;

/// <summary>An event of an export, as <c>POST /v1/events</c> takes it.</summary>
/// <param name="EventId">The client's id of the event.</param>
/// <param name="UserId">The user.</param>
/// <param name="Type">The type.</param>
/// <param name="ItemId">The item.</param>
/// <param name="OccurredAt">The time of the event, UTC.</param>
/// <param name="Value">A rating, a share, seconds or an amount.</param>
/// <param name="Placement">The placement that showed the item.</param>
/// <param name="RecommendationId">The id of the list that showed the item.</param>
/// <param name="Properties">Further facts.</param>
/// <param name="Cursor">The place in the log after the event; with <c>cursors=true</c> only.</param>
internal sealed record ExportedEvent(
    string EventId,
    string UserId,
    string Type,
    string ItemId,
    DateTimeOffset OccurredAt,
    double? Value,
    string? Placement,
    string? RecommendationId,
    IReadOnlyDictionary<string, string>? Properties,
    string? Cursor);

/// <summary>A user's list in an export.</summary>
/// <param name="UserId">The user.</param>
/// <param name="RecommendationId">The list's id. Send it with the events that result from the list.</param>
/// <param name="Items">The items, best first; empty when there is no list at all.</param>
/// <param name="FallbackLevel">The fallback level, best first: <c>fresh</c>, <c>cached</c>, <c>segment</c>,
/// <c>popular</c>, <c>static</c>.</param>
/// <param name="FallbackReason">Why the list is not fresh.</param>
/// <param name="ModelVersion">The model version of the ranking.</param>
/// <param name="ProfileVersion">The profile version that the list reflects; 0 for none.</param>
internal sealed record ExportedList(
    string UserId,
    string? RecommendationId,
    IReadOnlyList<RecommendedItemResponse> Items,
    string FallbackLevel,
    string? FallbackReason,
    string? ModelVersion,
    long ProfileVersion);
