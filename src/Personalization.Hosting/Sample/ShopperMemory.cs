namespace Personalization.Hosting.Sample;

/// <summary>What a shopper carries from one visit to the next.</summary>
internal sealed class ShopperMemory
{
    /// <summary>What lies in the cart, in the order it went in.</summary>
    public List<SampleProduct> Cart { get; } = [];

    /// <summary>What was bought and is not bought again, by number, with what was refused.</summary>
    public HashSet<int> Done { get; } = [];

    /// <summary>A product that was liked and not bought: the shopper may come back for it.</summary>
    public SampleProduct? OnTheirMind { get; set; }

    /// <summary>Kinds that go with what was bought, by name.</summary>
    public List<string> Wanted { get; } = [];
}
