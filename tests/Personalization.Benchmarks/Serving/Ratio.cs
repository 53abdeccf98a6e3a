namespace Personalization.Benchmarks.Serving;

/// <summary>A figure of the engine divided by its ceiling, both of the same run.</summary>
/// <param name="Name">The name of the ratio.</param>
/// <param name="Value">The ratio, or milliseconds.</param>
/// <param name="Aim">The target value as text; empty without a target.</param>
/// <param name="Reached">Whether the target is reached; null without a target.</param>
internal sealed record Ratio(string Name, double Value, string Aim, bool? Reached);
