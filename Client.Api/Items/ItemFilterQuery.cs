using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Items;

/// <summary>Reads the filter of a request.</summary>
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

    /// <summary>Reads the field <c>filter</c> of a body and adds every error; null for all items.</summary>
    /// <param name="text">The filter; null or empty for all items.</param>
    /// <param name="scope">The references that the filter may use.</param>
    /// <param name="path">The JSON path of the object that has the field.</param>
    /// <param name="errors">Receives every error.</param>
    public static ItemFilter? Read(string? text, FilterScope scope, string path, List<ValidationError> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        ItemFilter? filter = ItemFilter.Parse(text, scope, null, out IReadOnlyList<string> problems);
        errors.AddRange(problems.Select(
            problem => new ValidationError($"{path}.filter", "invalid", $"filter: {problem}.")));
        return filter;
    }
}
