namespace Personalization.Hosting.Sample;

/// <summary>The state that a shopper keeps from one visit to the next.</summary>
internal sealed class ShopperMemory
{
    /// <summary>The products in the cart, in the order they were added.</summary>
    public List<SampleProduct> Cart { get; } = [];

    /// <summary>The numbers of products that are not bought again: bought or dismissed.</summary>
    public HashSet<int> Done { get; } = [];

    /// <summary>A product that the shopper liked but did not buy, and may come back for.</summary>
    public SampleProduct? OnTheirMind { get; set; }

    /// <summary>The names of kinds that go with bought products.</summary>
    public List<string> Wanted { get; } = [];
}
