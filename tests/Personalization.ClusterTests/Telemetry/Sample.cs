namespace Personalization.ClusterTests.Telemetry;

/// <summary>One sample of the Prometheus exposition.</summary>
/// <param name="Name">The metric name.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Value">The value.</param>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string Label(string name) => Labels.GetValueOrDefault(name, string.Empty);
}
