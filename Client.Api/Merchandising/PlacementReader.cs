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

    private static readonly string[] Fields =
        ["seenItems", "diversity", "statedPreferenceBoost", "newItemShare", "unknownItems", "staticItems"];

    /// <summary>Reads a placement.</summary>
    public static RawPlacement Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RawPlacement placement = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = FieldErrors.NameOf(ref reader);
            _ = reader.Read();
            placement = field switch
            {
                "description" => placement with { Description = JsonFields.Text(ref reader, path, field, errors) },
                "policy" when reader.TokenType == JsonTokenType.StartObject =>
                    placement with { Policy = Policy(ref reader, $"{path}.policy", errors) },
                "policy" => Malformed(placement, ref reader, path, errors),
                _ => FieldErrors.Unknown(placement, ref reader, path, field, ["description", "policy"], errors),
            };
        }

        FieldErrors.Length(placement.Description, MaxDescription, path, "description", errors);
        return placement;
    }

    private static RawPlacement Malformed(
        RawPlacement same, ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        if (reader.TokenType != JsonTokenType.Null)
        {
            errors.Add(new($"{path}.policy", "malformed",
                $"policy must be an object but was {JsonFields.Describe(reader.TokenType)}."));
            reader.Skip();
        }

        return same;
    }

    private static PlacementChange Policy(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        PlacementChange policy = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string field = FieldErrors.NameOf(ref reader);
            _ = reader.Read();
            policy = field switch
            {
                "seenItems" => policy with { SeenItems = Seen(ref reader, path, field, errors) },
                "diversity" => policy with { Diversity = JsonFields.Number(ref reader, path, field, errors) },
                "statedPreferenceBoost" =>
                    policy with { StatedPreferenceBoost = JsonFields.Number(ref reader, path, field, errors) },
                "newItemShare" => policy with { NewItemShare = JsonFields.Number(ref reader, path, field, errors) },
                "unknownItems" => policy with { UnknownItems = JsonFields.Flag(ref reader, path, field, errors) },
                "staticItems" => policy with { StaticItems = Items(ref reader, path, field, errors) },
                _ => FieldErrors.Unknown(policy, ref reader, path, field, Fields, errors),
            };
        }

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
