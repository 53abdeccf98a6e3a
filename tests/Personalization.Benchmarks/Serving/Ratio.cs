namespace Personalization.Benchmarks.Serving;

/// <summary>An engine's figure over its ceiling's, both of the same run.</summary>
/// <param name="Name">What over what.</param>
/// <param name="Value">The ratio, or milliseconds.</param>
/// <param name="Aim">What is wanted, as text.</param>
/// <param name="Reached">Whether it is; null when nothing is wanted.</param>
internal sealed record Ratio(string Name, double Value, string Aim, bool? Reached);
