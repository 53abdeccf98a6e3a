namespace Personalization.Engine.Models;

/// <summary>What of a manifest is the same in every format.</summary>
/// <param name="Format">The format of the artifact.</param>
internal readonly record struct ManifestFormat(int Format);
