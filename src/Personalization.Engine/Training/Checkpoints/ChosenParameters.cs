using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>What one step of the search found.</summary>
/// <param name="Parameters">All sources' parameters after it.</param>
/// <param name="Choices">Its evidence.</param>
internal sealed record ChosenParameters(SourceParameters Parameters, IReadOnlyList<ManifestChoice> Choices);
