using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Fallback;

/// <summary>
/// The lists that placements are configured with: the ladder's last level, there before the engine was ever heard.
/// </summary>
/// <param name="items">The item ids of a placement; those that are no ids are left out.</param>
internal sealed class ConfiguredLists(Func<string, IReadOnlyList<string>> items)
{
    /// <summary>Nothing is configured.</summary>
    public static ConfiguredLists None { get; } = new(_ => []);

    /// <summary>The items of a placement, best first; empty when it has none.</summary>
    public IEnumerable<ItemId> Of(string placement) =>
        items(placement).Where(id => ItemId.TryCreate(id, out _) is null).Select(ItemId.Create);
}
