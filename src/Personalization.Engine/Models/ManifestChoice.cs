namespace Personalization.Engine.Models;

/// <summary>A choice made on the hold-out, with its evidence.</summary>
/// <param name="Source">The source it is about.</param>
/// <param name="Chosen">What was chosen.</param>
/// <param name="Ndcg">What the source alone reached with it.</param>
/// <param name="Tried">What every alternative reached, in the order tried.</param>
internal sealed record ManifestChoice(string Source, string Chosen, double Ndcg, IReadOnlyList<ManifestTrial> Tried);
