namespace Personalization.Tests.Architecture;

/// <summary>One section of the settings.</summary>
/// <param name="Path">Its path, such as <c>Personalization:Cluster</c>.</param>
/// <param name="Meaning">One or two sentences: what the section is for.</param>
/// <param name="Rows">One table row per setting: key, default, allowed values.</param>
/// <param name="Meanings">One list entry per setting: name and meaning; empty for free names.</param>
internal sealed record SettingsSection(
    string Path, string Meaning, IReadOnlyList<string> Rows, IReadOnlyList<string> Meanings);
