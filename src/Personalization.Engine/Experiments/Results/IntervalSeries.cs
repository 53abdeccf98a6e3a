using System.Collections.Immutable;

namespace Personalization.Engine.Experiments.Results;

/// <summary>One arm's looks, in order.</summary>
/// <param name="Name">The arm's name, or what else the line is.</param>
/// <param name="Points">The looks, by growing <see cref="IntervalPoint.At"/>.</param>
public sealed record IntervalSeries(string Name, ImmutableArray<IntervalPoint> Points);
