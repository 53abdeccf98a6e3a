using System.Collections.Immutable;
using Personalization.Abstractions.Events;

namespace Personalization.Abstractions.Experiments;

/// <summary>What came of a change: the experiment as it is now, or everything that is wrong with the change.</summary>
/// <param name="Experiment">The experiment; null when nothing was changed.</param>
/// <param name="Errors">Everything wrong; empty when it was changed.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExperimentAnswer")]
public sealed record ExperimentAnswer([property: Id(0)] ExperimentView? Experiment, [property: Id(1)] ImmutableArray<ValidationError> Errors);
