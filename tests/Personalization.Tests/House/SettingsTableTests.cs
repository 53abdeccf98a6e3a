namespace Personalization.Tests.House;

public sealed class SettingsTableTests
{
    [Fact]
    public void The_readme_lists_exactly_the_settings_that_exist_with_their_defaults_and_ranges()
    {
        string[] expected = [.. SettingsTable.Rows()];
        string[] written = [.. File.ReadAllLines(Path.Combine(Repository.Root, "README.md")).Where(line => line.StartsWith("| `Personalization:", StringComparison.Ordinal))];
        Assert.True(expected.Length > 30, $"Only {expected.Length} settings were found in the options classes.");
        if (!expected.SequenceEqual(written))
        {
            string right = Path.Combine(Path.GetTempPath(), "settings-table.md");
            File.WriteAllLines(right, expected);
            Assert.Fail($"The README's settings table is not what the options classes say; the right rows are in {right}. Differing: {string.Join(" ", expected.Except(written).Concat(written.Except(expected)))}");
        }
    }
}
