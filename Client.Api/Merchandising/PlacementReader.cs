using System.Collections.Immutable;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Merchandising;
using Personalization.Abstractions.Recommendations;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Reads and checks the body of a placement. Collects every error; an unknown field is an error.</summary>
internal static class PlacementReader
{
    private const int MaxDescription = 512;
    private const int MostStaticItems = 200;

    private static readonly JsonTable<RawPlacement> Placements = new JsonTable<RawPlacement>()
        .Text("description", static (ref placement, value) => placement = placement with { Description = value })
        .One("policy", Policy, static (ref placement, value) => placement = placement with { Policy = value });

    private static readonly JsonTable<PlacementChange> Policies = new JsonTable<PlacementChange>()
        .Add("seenItems", Seen, static (ref policy, value) => policy = policy with { SeenItems = value })
        .Number("diversity", static (ref policy, value) => policy = policy with { Diversity = value })
        .Number(
            "statedPreferenceBoost",
            static (ref policy, value) => policy = policy with { StatedPreferenceBoost = value })
        .Number("newItemShare", static (ref policy, value) => policy = policy with { NewItemShare = value })
        .Flag("unknownItems", static (ref policy, value) => policy = policy with { UnknownItems = value })
        .Add("staticItems", Items, static (ref policy, value) => policy = policy with { StaticItems = value });

    /// <summary>Reads a placement.</summary>
    public static RawPlacement Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPlacement placement = new();
        Placements.Read(ref reader, ref placement, path, errors);
        FieldErrors.Length(placement.Description, MaxDescription, path, "description", errors);
        return placement;
    }

    private static PlacementChange Policy(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        PlacementChange policy = new();
        Policies.Read(ref reader, ref policy, path, errors);
        FieldErrors.Range(policy.Diversity, 0, 1, path, "diversity", errors);
        FieldErrors.Range(policy.StatedPreferenceBoost, 0, 10, path, "statedPreferenceBoost", errors);
        FieldErrors.Range(policy.NewItemShare, 0, .5, path, "newItemShare", errors);
        return policy;
    }

    private static SeenItems? Seen(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        string? name = JsonFields.Text(ref reader, path, field, errors);
        SeenItems? seen = name switch
        {
            "exclude" => SeenItems.Exclude,
            "excludePurchased" => SeenItems.ExcludePurchased,
            "allow" => SeenItems.Allow,
            _ => null,
        };
        if (name is not null && seen is null)
        {
            errors.Add(new($"{path}.{field}", "unknown",
                $"seenItems must be exclude, excludePurchased or allow but was '{name}'."));
        }

        return seen;
    }

    private static ImmutableArray<string>? Items(
        ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors)
    {
        if (JsonFields.Texts(ref reader, path, field, errors) is not { } items)
        {
            return null;
        }

        if (items.Count > MostStaticItems)
        {
            errors.Add(new($"{path}.{field}", "tooLong",
                $"staticItems must have at most {MostStaticItems} entries but had {items.Count}."));
        }

        foreach ((int i, string? item) in items.Take(MostStaticItems).Index())
        {
            if (ItemId.TryCreate(item, out _) is { } problem)
            {
                errors.Add(new($"{path}.{field}[{i}]", "invalid", $"an item id {problem}."));
            }
        }

        return [.. items.OfType<string>()];
    }
}
