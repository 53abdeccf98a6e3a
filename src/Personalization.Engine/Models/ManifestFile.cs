namespace Personalization.Engine.Models;

/// <summary>What a manifest says of a file.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="XxHash128">Its checksum, hexadecimal.</param>
internal sealed record ManifestFile(long Bytes, string XxHash128);
