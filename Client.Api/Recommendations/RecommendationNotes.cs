using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.OpenApi;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Describes the query parameters that several list endpoints share.</summary>
internal static class RecommendationNotes
{
    private const string Filter =
        "Conditions separated by commas; all must hold: category:shoes|boots, !brand:acme, price<=80, price>=20. "
        + "Fields are category, id, price and item attributes. A backslash escapes the next character.";

    /// <summary>Describes <c>count</c> and <c>filter</c>.</summary>
    public static RouteHandlerBuilder CountAndFilter(this RouteHandlerBuilder endpoint) => endpoint
        .Parameter("count", "integer", "The number of items; default 20.", 1, RecommendationRequest.MaxCount)
        .Parameter("filter", "string", Filter, null, ItemFilter.MaxLength);
}
