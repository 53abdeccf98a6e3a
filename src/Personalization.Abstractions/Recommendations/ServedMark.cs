using System.Collections.Immutable;

namespace Personalization.Abstractions.Recommendations;

/// <summary>What the id of a list served in experiments says.</summary>
/// <param name="At">When it was served, UTC, to the millisecond.</param>
/// <param name="Experiments">The numbers of the experiments whose arms shaped it.</param>
public readonly record struct ServedMark(DateTimeOffset At, ImmutableArray<int> Experiments);
