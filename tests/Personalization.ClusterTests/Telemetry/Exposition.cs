using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Personalization.ClusterTests.Telemetry;

/// <summary>Reads <c>/metrics</c> as Prometheus does.</summary>
internal static partial class Exposition
{
    public static async Task<string> TextAsync(Uri process, string? key = null)
    {
        using HttpClient http = new() { BaseAddress = process };
        if (key is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
    }

    public static async Task<IReadOnlyList<Sample>> ReadAsync(Uri process) =>
        [.. (await TextAsync(process)).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    /// <summary>Gets the sum over all series of a metric with these label values.</summary>
    public static double Sum(
        this IEnumerable<Sample> samples, string name, params (string Label, string Value)[] labels) =>
        samples.Where(sample => sample.Name == name
            && Array.TrueForAll(labels, label => sample.Label(label.Label) == label.Value)).Sum(sample => sample.Value);

    private static Sample Parse(string line)
    {
        Match match = Line().Match(line);
        Assert.True(match.Success, $"'{line}' is not a sample");
        Dictionary<string, string> labels = Pair()
            .Matches(match.Groups["labels"].Value)
            .ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value);
        return new Sample(match.Groups["name"].Value, labels, double.Parse(
            match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal),
            CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)""")]
    private static partial Regex Pair();
}
