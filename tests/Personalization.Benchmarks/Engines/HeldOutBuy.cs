namespace Personalization.Benchmarks.Engines;

/// <summary>What a visitor bought next, kept from every ranker.</summary>
internal readonly record struct HeldOutBuy(int Visitor, int Item);
