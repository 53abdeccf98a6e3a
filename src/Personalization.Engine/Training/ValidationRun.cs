using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;

namespace Personalization.Engine.Training;

/// <summary>What was chosen and found on the hold-out.</summary>
/// <param name="Parameters">The sources' parameters.</param>
/// <param name="Choices">How they were chosen.</param>
/// <param name="Blend">The blend for lists of items the user has not met.</param>
/// <param name="Returning">The blend for lists on which what the user has met may come back.</param>
/// <param name="Ranker">Whether the learnt ranker ranks either of them.</param>
/// <param name="Trees">What it learnt; null when it ranks neither.</param>
/// <param name="Content">The map from the catalogue; null when it says nothing of the log's items.</param>
/// <param name="Report">How a version made so ranks the judging half.</param>
/// <param name="Baseline">How the hold-out's choices fell on items by popularity.</param>
internal sealed record ValidationRun(
    SourceParameters Parameters, IReadOnlyList<ManifestChoice> Choices, ManifestBlend Blend, ManifestBlend Returning, ManifestRanker Ranker, TreeEnsemble? Trees, ManifestContent? Content, OfflineReport Report,
    DriftBaseline Baseline)
{
    /// <summary>The blend for candidates that are given; null when the live model, whose choices these are, had none.</summary>
    public ManifestBlend? Given { get; init; }

    /// <summary>The factor vectors learnt on what is before the hold-out, by item.</summary>
    public float[] Factors { get; init; } = [];

    /// <summary>The model whose choices these are; null when they were made now.</summary>
    public ModelManifest? Kept { get; init; }
}
