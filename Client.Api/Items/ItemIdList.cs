using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Items;

/// <summary>Reads a list of item ids of a request.</summary>
internal static class ItemIdList
{
    /// <summary>Reads the ids and adds every error. Ids with an error are left out.</summary>
    /// <param name="raw">The ids as the client sent them; null for none.</param>
    /// <param name="path">The place of the list in the request.</param>
    /// <param name="name">The name of the list in messages.</param>
    /// <param name="most">The most ids.</param>
    /// <param name="errors">Receives the errors.</param>
    public static ImmutableArray<ItemId> Read(
        IReadOnlyList<string?>? raw, string path, string name, int most, List<ValidationError> errors)
    {
        if (raw is null)
        {
            return [];
        }

        if (raw.Count > most)
        {
            errors.Add(new(path, "tooLong", $"{name} must have at most {most} item ids but had {raw.Count}."));
            return [];
        }

        ImmutableArray<ItemId>.Builder ids = ImmutableArray.CreateBuilder<ItemId>(raw.Count);
        for (int i = 0; i < raw.Count; i++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            if (ItemId.TryCreate(raw[i], out ItemId id) is not { } problem)
            {
                ids.Add(id);
            }
            else if (!errors.Exists(error => error.Path == at))
            {
                errors.Add(new(at, raw[i] is null ? "required" : "invalid", $"an item id {problem}."));
            }
        }

        return ids.ToImmutable();
    }
}
