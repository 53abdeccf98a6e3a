using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>What the hold-out said of a version.</summary>
/// <param name="Ranker">Whether the learnt ranker ranks.</param>
/// <param name="Report">How the version ranks the judging half.</param>
/// <param name="Baseline">How the hold-out's choices fell on items by popularity.</param>
/// <param name="Trees">What the learnt ranker learnt, as in the artifact; null when it ranks nothing.</param>
internal sealed record RankerEvidence(ManifestRanker Ranker, OfflineReport Report, DriftBaseline Baseline, byte[]? Trees);
