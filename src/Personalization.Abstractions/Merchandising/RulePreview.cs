using Personalization.Abstractions.Recommendations;

namespace Personalization.Abstractions.Merchandising;

/// <summary>A user's list without and with a rule. Immutable.</summary>
/// <param name="Before">The list with the published rules only, without the rule.</param>
/// <param name="After">The list with the rule.</param>
/// <param name="PredictedNdcg">
/// The discounted sum of the model's scores of the list after, divided by that of the list before; 1 is no loss. Null
/// when the list before has no scores.
/// </param>
[GenerateSerializer, Immutable, Alias("Personalization.RulePreview")]
public sealed record RulePreview(
    [property: Id(0)] RecommendationList Before,
    [property: Id(1)] RecommendationList After,
    [property: Id(2)] double? PredictedNdcg);

/// <summary>Asks for a preview of a rule. Immutable.</summary>
/// <param name="Rule">The rule; its status, schedule, placements and audience are ignored.</param>
/// <param name="Placement">The placement of the lists.</param>
/// <param name="Count">The number of items, 1 to 200.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RulePreviewQuery")]
public sealed record RulePreviewQuery(
    [property: Id(0)] MerchandisingRule Rule, [property: Id(1)] string Placement, [property: Id(2)] int Count);
