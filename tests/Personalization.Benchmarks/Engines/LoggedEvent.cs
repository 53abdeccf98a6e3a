namespace Personalization.Benchmarks.Engines;

/// <summary>A line of a shop's log.</summary>
/// <param name="Time">Unix seconds.</param>
/// <param name="Visitor">Who.</param>
/// <param name="Item">On what.</param>
/// <param name="Type">The engine's name of the event type.</param>
internal readonly record struct LoggedEvent(long Time, int Visitor, int Item, string Type);
