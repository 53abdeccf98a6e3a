using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.OpenApi;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Describes the parameters that several list endpoints share.</summary>
internal static class RecommendationNotes
{
    private const string Filter =
        "Conditions that must all hold, separated by commas: category:shoes|boots, !brand:acme, price<=80, price>=20. "
        + "Fields are category, id, price and the attributes of items. A backslash makes the next character plain.";

    /// <summary>Describes <c>count</c> and <c>filter</c>.</summary>
    public static RouteHandlerBuilder CountAndFilter(this RouteHandlerBuilder endpoint) => endpoint
        .Parameter("count", "integer", "How many items; 20 by default.", 1, RecommendationRequest.MaxCount)
        .Parameter("filter", "string", Filter, null, ItemFilter.MaxLength);
}
