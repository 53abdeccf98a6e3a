namespace Personalization.IntegrationTests.Storage;

/// <summary>Grain state for tests. The initializer reveals a serializer that loses a stored false.</summary>
public sealed class ShopState
{
    public string Name { get; set; } = string.Empty;

    public long Count { get; set; }

    public bool IsNew { get; set; } = true;
}
