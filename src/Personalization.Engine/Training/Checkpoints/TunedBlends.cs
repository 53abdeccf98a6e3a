using System.Text.Json.Serialization;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>The blends of one kind of list.</summary>
/// <param name="Common">The common blend.</param>
/// <param name="Moments">The choice at each moment; null if there are too few cases for any.</param>
internal sealed record TunedBlends(ManifestBlend Common, ListMoments? Moments)
{
    /// <summary>The weights of each moment.</summary>
    [JsonIgnore]
    public MomentBlends Blends => Moments?.Over(Common.Weights) ?? Common.Weights;
}
