using System.Text;
using System.Text.Json;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Engine.Profiles;

namespace Personalization.ClusterTests.Chaos;

/// <summary>
/// Compares a served profile with a replay of the user's whole log. The silo built the profile from snapshots, log
/// tails and live writes, in any order that the faults allowed.
/// </summary>
internal static class ReplayCheck
{
    private const double Tolerance = 1e-6;

    /// <summary>Asserts equal versions, event counts and preference shares of all items.</summary>
    public static async Task AssertSameAsync(HttpClient http, string user)
    {
        string path = $"/v1/users/{Uri.EscapeDataString(user)}";
        string[] lines = (await http.GetStringAsync(new Uri(path + "/export", UriKind.Relative))).Split(
            '\n', StringSplitOptions.RemoveEmptyEntries);
        UserProfile replay = new(new ProfileOptions(), EventVocabulary.Default);
        for (int i = 0; i < lines.Length; i++)
        {
            replay.Apply(LogEntryCodec.Decode(i + 1, Encoding.UTF8.GetBytes(lines[i])));
        }

        using JsonDocument served = JsonDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
        Assert.Equal(replay.Version, served.RootElement.GetProperty("profileVersion").GetInt64());
        Assert.Equal(replay.EventCount, served.RootElement.GetProperty("eventCount").GetInt64());
        Dictionary<string, double> expected = Shares(
            replay.PreferencesAt(TimeProvider.System.GetUtcNow()).Select(item => (item.ItemId.Value, item.Weight)));
        Dictionary<string, double> found = Shares(served.RootElement.GetProperty("items")
            .EnumerateArray()
            .Select(item => (item.GetProperty("itemId").GetString()!, item.GetProperty("weight").GetDouble())));
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected, item => Assert.Equal(item.Value, found[item.Key], Tolerance));
    }

    /// <summary>
    /// Gets preference shares. All preferences decay alike, so their shares do not depend on the time of the read.
    /// </summary>
    private static Dictionary<string, double> Shares(IEnumerable<(string Item, double Weight)> items)
    {
        (string Item, double Weight)[] all = [.. items];
        double sum = all.Sum(item => Math.Abs(item.Weight));
        return all.ToDictionary(item => item.Item, item => item.Weight / sum, StringComparer.Ordinal);
    }
}
