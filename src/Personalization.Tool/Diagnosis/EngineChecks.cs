using System.Globalization;
using Personalization.Client;
using Personalization.Client.Operations;

namespace Personalization.Tool.Diagnosis;

/// <summary>The checks that need a key with the role operate.</summary>
internal sealed class EngineChecks(PersonalizationClient client, TimeProvider time)
{
    private const int Calls = 5;

    private static readonly TimeSpan MaxLag = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SlowList = TimeSpan.FromMilliseconds(150);

    /// <summary>All checks.</summary>
    public IEnumerable<Func<CancellationToken, Task<Finding>>> All =>
        [ModelAsync, FeedsAsync, QualityAsync, LagAsync, SpeedAsync];

    private async Task<Finding> ModelAsync(CancellationToken cancellationToken)
    {
        ModelCatalog models = await client.Models.GetAsync(cancellationToken);
        if (models.Training is { Running: false, Error: { } error })
        {
            return Finding.Failed("model", $"the last training failed: {error}", "Correct the cause, then run: "
                + "personalize models train.");
        }

        return models.Live is { } live ? Finding.Ok("model", $"version {live} is live")
            : models.Training.Running
                ? Finding.Ok("model", string.Create(
                    CultureInfo.InvariantCulture, $"the first training runs ({models.Training.Progress:P0})"))
            : Finding.Failed("model", "no version is live, lists show popular items", models.Versions.Count > 0
                ? "A version did not pass the gate. Compare with 'personalize models list', then promote one."
                : "Import events, then run: personalize models train.");
    }

    private async Task<Finding> FeedsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Feed> feeds = await client.Data.GetFeedsAsync(cancellationToken);
        Feed? bad = feeds.FirstOrDefault(feed => feed.IsDegraded || feed.State is "failing" or "quarantined");
        return bad is null
            ? Finding.Ok("feeds", feeds.Count == 0 ? "none configured" : $"{feeds.Count} up to date")
            : Finding.Failed(
                "feeds",
                $"{bad.Name} is {bad.State}: "
                    + (bad.Report?.Problems is [var problem, ..] ? problem.Message : "its data is too old"),
                bad.State == "quarantined"
                    ? "Read the report of GET /v1/feeds, then release the feed or correct its source."
                    : "Check that the source of the feed answers.");
    }

    private async Task<Finding> QualityAsync(CancellationToken cancellationToken)
    {
        DataQuality quality = await client.Data.GetQualityAsync(cancellationToken);
        DataQualityWindow? open = quality.Windows.FirstOrDefault(window => window.To is null);
        return !quality.HoldsTraining
            ? Finding.Ok("data quality", "no break lasts")
            : Finding.Failed(
                "data quality",
                $"events of the key '{open?.Key}' differ from their history; training waits",
                "Read GET /v1/data-quality. Correct the client, or release the window.");
    }

    /// <summary>How far the readers of the event log are behind, by the results of running experiments.</summary>
    private async Task<Finding> LagAsync(CancellationToken cancellationToken)
    {
        TimeSpan lag = TimeSpan.Zero;
        int running = 0;
        foreach (Experiment one in await client.Experiments.GetAsync(cancellationToken))
        {
            if (one.Status == "running")
            {
                running++;
                ExperimentReport report = await client.Experiments.GetResultsAsync(one.Name, cancellationToken);
                TimeSpan behind = time.GetUtcNow() - report.AsOf;
                lag = behind > lag ? behind : lag;
            }
        }

        string detail = running == 0
            ? "no experiment runs"
            : string.Create(CultureInfo.InvariantCulture, $"results are {lag.TotalSeconds:0} s behind");
        return lag <= MaxLag
            ? Finding.Ok("lag", detail)
            : Finding.Failed(
                "lag", detail, "The silos do not keep up with the log. Check their load and the database.");
    }

    private async Task<Finding> SpeedAsync(CancellationToken cancellationToken)
    {
        List<TimeSpan> took = [];
        for (int i = 0; i < Calls; i++)
        {
            long started = time.GetTimestamp();
            _ = await client.Recommendations.GetPopularAsync(1, cancellationToken: cancellationToken);
            took.Add(time.GetElapsedTime(started));
        }

        TimeSpan median = took.Order().ElementAt(Calls / 2);
        string detail = string.Create(CultureInfo.InvariantCulture, $"a list takes {median.TotalMilliseconds:0} ms");
        return median <= SlowList
            ? Finding.Ok("speed", detail)
            : Finding.Failed("speed", detail, "Check the load of the API and the distance of this machine to it.");
    }
}
