namespace Personalization.Engine.Models;

/// <summary>One alternative of a <see cref="ManifestChoice"/>.</summary>
/// <param name="Setting">What was tried.</param>
/// <param name="Ndcg">What the source alone reached with it.</param>
internal sealed record ManifestTrial(string Setting, double Ndcg);
