namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// A grain's state as tests store it. The initialiser is what a serializer that loses a stored false would bring back.
/// </summary>
public sealed class ShopState
{
    public string Name { get; set; } = string.Empty;

    public long Count { get; set; }

    public bool IsNew { get; set; } = true;
}
