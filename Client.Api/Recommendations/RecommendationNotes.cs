using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.OpenApi;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Describes the query parameters that several list endpoints share.</summary>
internal static class RecommendationNotes
{
    private const string Filter =
        "The items that the list may have, in the filter language: category in 'outdoor/tents' and price between 20 "
        + "and 80 and not tags contains 'used'. The guide on filters has its grammar. The short form is accepted too: "
        + "category:tents|stoves,!brand:acme,price<=80.";

    /// <summary>Describes <c>count</c> and <c>filter</c>.</summary>
    public static RouteHandlerBuilder CountAndFilter(this RouteHandlerBuilder endpoint) => endpoint
        .Parameter("count", "integer", "The number of items; default 20.", 1, RecommendationRequest.MaxCount)
        .Parameter("filter", "string", Filter, null, ItemFilter.MaxLength);

    /// <summary>Describes <c>count</c>, <c>filter</c> and <c>fields</c>.</summary>
    public static RouteHandlerBuilder ListParameters(this RouteHandlerBuilder endpoint) => endpoint
        .CountAndFilter()
        .Parameter(
            "fields",
            "string",
            "The fields of each item that the answer shows under item, separated by commas: "
                + FieldSelection.Accepted + ".");
}
