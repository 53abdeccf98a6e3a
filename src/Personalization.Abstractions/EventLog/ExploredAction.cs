using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.EventLog;

/// <summary>An item that was drawn for a marked slot of a list. Immutable.</summary>
/// <param name="Position">The slot, from 0.</param>
/// <param name="Item">The item.</param>
/// <param name="Propensity">The probability with which it was drawn, given the slots before; exact, above 0 to 1.</param>
/// <param name="Features">What was known of it in this context, as the learner of rewards takes it.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ExploredDraw")]
public sealed record ExploredAction([property: Id(0)] int Position, [property: Id(1)] ItemId Item, [property: Id(2)] double Propensity, [property: Id(3)] ImmutableArray<double> Features);
