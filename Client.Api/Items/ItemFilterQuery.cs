using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Items;

/// <summary>Reads the query parameter <c>filter</c>.</summary>
internal static class ItemFilterQuery
{
    /// <summary>Reads the item filter and adds every error to the query; null for all items.</summary>
    /// <param name="query">The query.</param>
    /// <param name="scope">The references that the filter may use.</param>
    public static ItemFilter? Read(ref QueryReader query, FilterScope scope = FilterScope.None)
    {
        if (query.Text("filter") is not { Length: > 0 } text)
        {
            return null;
        }

        ItemFilter? filter = ItemFilter.Parse(text, scope, null, out IReadOnlyList<string> problems);
        foreach (string problem in problems)
        {
            query.Refuse("filter", "invalid", $"filter: {problem}.");
        }

        return filter;
    }
}
