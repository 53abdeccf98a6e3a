using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>The result of one step of the hyperparameter search.</summary>
/// <param name="Parameters">The parameters of all sources after the step.</param>
/// <param name="Choices">The evidence for the choices of the step.</param>
internal sealed record ChosenParameters(SourceParameters Parameters, IReadOnlyList<ManifestChoice> Choices);

/// <summary>How the trainer uses item content from the catalog.</summary>
/// <param name="Content">The chosen settings.</param>
/// <param name="Choices">The evidence for the choice.</param>
internal sealed record ChosenContent(ManifestContent Content, IReadOnlyList<ManifestChoice> Choices);

/// <summary>The results of a version on the hold-out.</summary>
/// <param name="Ranker">The decision on the learned ranker, with the evidence.</param>
/// <param name="Report">The metrics of the version on the test half.</param>
/// <param name="Baseline">The number of hold-out choices in each popularity bucket.</param>
/// <param name="Trees">The trees in the artifact format; null when the learned ranker is not used.</param>
internal sealed record RankerEvidence(
    ManifestRanker Ranker, OfflineReport Report, DriftBaseline Baseline, byte[]? Trees);
