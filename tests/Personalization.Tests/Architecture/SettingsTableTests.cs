using Personalization.Testing;

namespace Personalization.Tests.Architecture;

public sealed class SettingsTableTests
{
    private const string Guide = "Client.Api/Docs/configuration.md";
    private const string Marker =
        "<!-- Everything below is generated from the options classes: UPDATE_DOCS=1 writes it. -->\n";

    [Fact]
    public void The_configuration_guide_lists_exactly_the_settings_that_exist_with_their_defaults_and_ranges()
    {
        IReadOnlyList<string> expected = SettingsTable.Rows();
        Assert.True(expected.Count > 30, $"Only {expected.Count} settings were found in the options classes.");
        string guide = File.ReadAllText(Path.Combine(Repository.Root, Guide));
        int marker = guide.IndexOf(Marker, StringComparison.Ordinal);
        Assert.True(marker > 0, $"{Guide} has no line '{Marker.TrimEnd()}'.");

        string right = guide[..(marker + Marker.Length)] + string.Concat(SettingsTable.Sections().Select(Text));
        GeneratedFile.Check(Guide, right);

        string[] written = [.. File.ReadAllLines(Path.Combine(Repository.Root, Guide)).Where(IsRow)];
        Assert.Equal(expected, written);
    }

    [Fact]
    public void The_schema_of_appsettings_is_generated_from_the_options_classes() =>
        GeneratedFile.Check("Client.Api/appsettings.schema.json", SettingsSchema.Text());

    private static bool IsRow(string line) => line.StartsWith("| `Personalization:", StringComparison.Ordinal);

    private static string Text(SettingsSection section)
    {
        const string head = "| setting | default | allowed |\n|---|---|---|\n";
        string table = $"\n## {section.Path}\n\n{section.Meaning}\n\n{head}{Lines(section.Rows)}";
        return section.Meanings.Count == 0 ? table : $"{table}\n{Lines(section.Meanings)}";
    }

    private static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
