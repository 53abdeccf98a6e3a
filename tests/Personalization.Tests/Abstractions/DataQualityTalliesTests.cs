using System.Collections.Immutable;
using Personalization.Abstractions.DataQuality;

namespace Personalization.Tests.Abstractions;

public sealed class DataQualityTalliesTests
{
    [Fact]
    public async Task Counts_of_many_threads_are_drained_once()
    {
        const int each = 20_000;
        DataQualityTallies tallies = new();
        Dictionary<(string, string), int> taken = [];
        Task[] counting = [.. Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < each; i++)
            {
                tallies.Add(thread % 2 == 0 ? null : "web", DataQualityCounters.Received, 2);
                tallies.Add("web", $"type:{i % 3}", 1);
            }
        }))];
        while (!Task.WhenAll(counting).IsCompleted)
        {
            Take(tallies.Drain());
        }

        await Task.WhenAll(counting);
        Take(tallies.Drain());

        Assert.Equal(
            (4 * each, 4 * each), (taken[(DataQualityCounters.NoKey, "received")], taken[("web", "received")]));
        Assert.Equal(4 * each, taken.Where(
            count => count.Key.Item2.StartsWith("type:", StringComparison.Ordinal)).Sum(count => count.Value));
        Assert.Empty(tallies.Drain());

        void Take(ImmutableArray<KeyCounts> keys)
        {
            foreach ((string counter, int count, string key) in keys.SelectMany(
                key => key.Counts.Select(count => (count.Key, count.Value, key.Key))))
            {
                taken[(key, counter)] = taken.GetValueOrDefault((key, counter)) + count;
            }
        }
    }

    [Theory]
    [InlineData(-31, "lag:ahead")]
    [InlineData(-29, null)]
    [InlineData(119, null)]
    [InlineData(121, "lag:late")]
    [InlineData(86_399, "lag:late")]
    [InlineData(86_401, "lag:old")]
    public void A_delay_has_a_counter(int seconds, string? counter) =>
        Assert.Equal(counter, DataQualityCounters.LagOf(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "value:0")]
    [InlineData(0.99, "value:0")]
    [InlineData(1, "value:1")]
    [InlineData(79.9, "value:2")]
    [InlineData(79_900, "value:5")]
    [InlineData(1e12, "value:9")]
    public void A_value_is_counted_by_its_magnitude(double value, string counter) =>
        Assert.Equal(counter, DataQualityCounters.MagnitudeOf(value));
}
