namespace Personalization.Client.Operations;

/// <summary>A setting of an API process.</summary>
/// <param name="Name">The name, for example <c>Personalization:Api:MaxBatch</c>.</param>
/// <param name="Value">The value; <c>***</c> for a secret, null for none.</param>
/// <param name="Origin">Where the value comes from: <c>default</c>, the name of a file, <c>environment</c>,
/// <c>command line</c> or <c>program</c>.</param>
/// <param name="Description">The meaning, with its unit.</param>
public sealed record Setting(string Name, string? Value, string Origin, string Description);
