using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training;

/// <summary>The choices made on the hold-out, and the metrics of a version with these choices.</summary>
/// <param name="Parameters">The parameters of the sources.</param>
/// <param name="Choices">The evidence for the parameters.</param>
/// <param name="Blend">The blend for lists of unseen items.</param>
/// <param name="Returning">The blend for lists that may repeat seen items.</param>
/// <param name="Ranker">The decision on the learned ranker, with the evidence.</param>
/// <param name="Trees">The trees of the learned ranker; null when it is not used.</param>
/// <param name="Content">The use of item content; null when the catalog describes no item of the log.</param>
/// <param name="Report">The metrics of the version on the test half.</param>
/// <param name="Baseline">The number of hold-out choices in each popularity bucket.</param>
internal sealed record ValidationRun(
    SourceParameters Parameters,
    IReadOnlyList<ManifestChoice> Choices,
    ManifestBlend Blend,
    ManifestBlend Returning,
    ManifestRanker Ranker,
    TreeEnsemble? Trees,
    ManifestContent? Content,
    OfflineReport Report,
    DriftBaseline Baseline)
{
    /// <summary>
    /// The blend for candidates that the caller supplies; null when the choices are those of a live model that has
    /// none.
    /// </summary>
    public ManifestBlend? CandidateBlend { get; init; }

    /// <summary>The choices at the moments of a visit; null for none.</summary>
    public ModelMoments? Moments { get; init; }

    /// <summary>The factor vectors trained on the events before the hold-out, row-major, items x dimensions.</summary>
    public float[] Factors { get; init; } = [];

    /// <summary>The live model whose choices were reused; null when this training made the choices.</summary>
    public ModelManifest? ReusedFrom { get; init; }
}
