using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Merchandising;
using Personalization.Client.Api.Items;
using Personalization.Client.Api.Placements;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Finds names in rules that nothing has: attributes of items and misspelt placements.</summary>
/// <remarks>A rule with such a name would be stored and do nothing.</remarks>
internal sealed class RuleNames(KnownAttributes attributes, KnownPlacements placements)
{
    /// <summary>Adds an error for each unknown name of a rule.</summary>
    /// <param name="rule">The rule as sent; null for none.</param>
    /// <param name="path">The JSON path of the rule.</param>
    /// <param name="errors">Receives the errors.</param>
    public async ValueTask CheckAsync(RawRule? rule, string path, List<ValidationError> errors)
    {
        foreach ((int i, string? placement) in (rule?.Placements ?? []).Index())
        {
            placements.Check(placement, $"{path}.placements[{i}]", errors);
        }

        foreach ((int i, RuleAction? action) in (rule?.Actions ?? []).Index())
        {
            if (action is not null)
            {
                await CheckAsync(action, $"{path}.actions[{i}]", errors);
            }
        }
    }

    private async ValueTask CheckAsync(RuleAction action, string path, List<ValidationError> errors)
    {
        (string Field, string? Filter)[] filters =
        [
            ("include", action.Include), ("exclude", action.Exclude), ("boost", action.Boost), ("bury", action.Bury),
            ("share", action.Share),
        ];
        foreach ((string field, string? filter) in filters)
        {
            await attributes.CheckAsync(
                filter, FilterScope.User | FilterScope.Context, $"{path}.{field}", errors);
        }

        await attributes.CheckCapAsync(action.Cap, FilterFields.Names, $"{path}.cap", errors);
    }
}
