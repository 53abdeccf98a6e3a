using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// The item lists that the settings give for placements: the last fallback level, available before the engine answers.
/// </summary>
/// <param name="items">Returns the item ids of a placement. Invalid ids are skipped.</param>
internal sealed class ConfiguredLists(Func<string, IReadOnlyList<string>> items)
{
    /// <summary>No list for any placement.</summary>
    public static ConfiguredLists None { get; } = new(_ => []);

    /// <summary>Returns the items of a placement, best first; empty when none are configured.</summary>
    public IEnumerable<ItemId> Of(string placement) =>
        items(placement).Where(id => ItemId.TryCreate(id, out _) is null).Select(ItemId.Create);
}
