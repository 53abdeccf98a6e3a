using Personalization.Engine.Ranking;

namespace Personalization.Engine.Models;

/// <summary>The blend a version serves with and why.</summary>
/// <param name="Weights">The weights.</param>
/// <param name="Learnt">Whether they were learnt from this log; false for the defaults.</param>
/// <param name="Cases">How many validation cases they were chosen on.</param>
/// <param name="ValidationNdcg">What they reach there.</param>
/// <param name="DefaultNdcg">What the default weights reach there.</param>
internal sealed record ManifestBlend(BlendWeights Weights, bool Learnt, int Cases, double ValidationNdcg, double DefaultNdcg);
