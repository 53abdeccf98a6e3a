using Personalization.Engine.Models;

namespace Personalization.Engine.Training.Checkpoints;

/// <summary>How the catalogue is used.</summary>
/// <param name="Content">What was chosen.</param>
/// <param name="Choices">The evidence.</param>
internal sealed record ChosenContent(ManifestContent Content, IReadOnlyList<ManifestChoice> Choices);
