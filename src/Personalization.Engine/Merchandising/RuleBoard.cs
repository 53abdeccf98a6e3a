using System.Collections.Frozen;
using System.Collections.Immutable;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Engine.Merchandising;

/// <summary>The published rules as a silo uses them: built once per revision, replaced as a whole. Immutable.</summary>
public sealed class RuleBoard
{
    private readonly FrozenDictionary<string, PlacementRules> _placements;
    private readonly PlacementRules _others;

    private RuleBoard(long revision, FrozenDictionary<string, PlacementRules> placements, PlacementRules others)
    {
        Revision = revision;
        _placements = placements;
        _others = others;
    }

    /// <summary>No rules.</summary>
    public static RuleBoard Empty { get; } = new(
        -1, FrozenDictionary<string, PlacementRules>.Empty, PlacementRules.Empty);

    /// <summary>The revision of the rules; -1 before the first.</summary>
    public long Revision { get; }

    /// <summary>The ids of published rules that this silo cannot read and does not apply.</summary>
    public ImmutableArray<string> Unreadable { get; private init; } = [];

    /// <summary>Builds the board of a revision. Placements with unchanged rules keep their object.</summary>
    /// <param name="board">The rules and placements.</param>
    /// <param name="before">The board of the revision before.</param>
    public static RuleBoard Of(MerchandisingBoard board, RuleBoard before)
    {
        ArgumentNullException.ThrowIfNull(board);
        List<(CompiledRule Rule, int Version)> rules = [];
        List<string> unreadable = [];
        foreach (RuleVersion version in board.Rules.Where(known => known.Rule?.Status == RuleStatus.Published))
        {
            if (CompiledRule.TryCompile(version.Rule!) is { } compiled)
            {
                rules.Add((compiled, version.Version));
            }
            else
            {
                unreadable.Add(version.Id);
            }
        }

        Dictionary<string, PlacementVersion> placements = board.Placements.ToDictionary(
            placement => placement.Name, StringComparer.OrdinalIgnoreCase);
        PlacementRules Rules(string? placement)
        {
            List<(CompiledRule Rule, int Version)> own =
            [
                .. rules.Where(rule => placement is null
                    ? rule.Rule.Rule.Placements.IsEmpty
                    : rule.Rule.Covers(placement)),
            ];
            string key = KeyOf(placements, placement, own);
            PlacementRules known = placement is null ? before._others : before.For(placement);
            return known.Key == key
                ? known
                : new PlacementRules(key, PlacementRules.Ordered(own.Select(rule => rule.Rule)));
        }

        IEnumerable<string> names = placements.Keys
            .Concat(rules.SelectMany(rule => rule.Rule.Rule.Placements))
            .Append(RecommendationQuery.DefaultPlacement)
            .Distinct(StringComparer.OrdinalIgnoreCase);
        return new RuleBoard(
            board.Revision,
            names.ToFrozenDictionary(name => name, Rules, StringComparer.OrdinalIgnoreCase),
            Rules(null))
        {
            Unreadable = [.. unreadable],
        };
    }

    /// <summary>Returns the rules of a placement.</summary>
    public PlacementRules For(string placement) => _placements.GetValueOrDefault(placement) ?? _others;

    /// <summary>
    /// Names the versions that lists of a placement depend on. The policy of <c>default</c> applies to placements
    /// without their own.
    /// </summary>
    private static string KeyOf(
        Dictionary<string, PlacementVersion> placements,
        string? placement,
        IEnumerable<(CompiledRule Rule, int Version)> rules)
    {
        PlacementVersion? own = placement is null ? null : placements.GetValueOrDefault(placement);
        PlacementVersion? basic = placements.GetValueOrDefault(RecommendationQuery.DefaultPlacement);
        IEnumerable<string> parts = rules.Select(rule => $"{rule.Rule.Rule.Id}\n{rule.Version}")
            .Order(StringComparer.Ordinal)
            .Prepend($"{own?.Version}\n{basic?.Version}");
        return own is null && basic is null && !rules.Any() ? string.Empty : string.Join('\n', parts);
    }
}
