namespace Personalization.Benchmarks.Engines;

/// <summary>The next purchase of a visitor, hidden from every ranker.</summary>
internal readonly record struct HeldOutBuy(int Visitor, int Item);
