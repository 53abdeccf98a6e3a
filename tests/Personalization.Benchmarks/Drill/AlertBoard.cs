using System.Globalization;
using System.Text.Json;
using Personalization.Engine.DataQuality;

namespace Personalization.Benchmarks.Drill;

/// <summary>
/// Evaluates the alerts of an operator every second: the state of the feeds and of the behavior data as the engine
/// reports it, the share of reads below the cached level, the share of failed or late reads, and the click rate
/// compared with its usual value.
/// </summary>
internal sealed class AlertBoard(ShopClient client, DrillTally tally, double calmSeconds)
{
    private const double WindowSeconds = 10;
    private const int FewReads = 50;

    /// <summary>
    /// The time after the opening without alerts on reads, seconds. Caches fill and code is compiled in this time.
    /// </summary>
    private const double GraceSeconds = 10;

    /// <summary>The number of checks in a row, one per second, that must find too many bad reads.</summary>
    private const int ChecksInARow = 3;

    /// <summary>
    /// The log likelihood ratio at which a drop in clicks fires: four fifths of the usual odds against the usual odds.
    /// </summary>
    private const double DropEvidence = 10;

    private const double DropFactor = 0.8;
    private readonly Dictionary<string, DrillAlert> _fired = new(StringComparer.Ordinal);
    private readonly CusumDetector _drop = new();
    private double _evaluatedTo;
    private int _lower;
    private int _failed;

    /// <summary>Gets the fired alerts in the order of time.</summary>
    public IReadOnlyList<DrillAlert> Fired => [.. _fired.Values.OrderBy(alert => alert.At)];

    /// <summary>Evaluates all alerts once.</summary>
    public async Task CheckAsync()
    {
        if (await client.GetAsync("/v1/feeds") is { } feeds)
        {
            foreach (JsonElement feed in feeds.GetProperty("feeds")
                .EnumerateArray()
                .Where(feed => feed.GetProperty("state").GetString() is "quarantined" or "failing"))
            {
                Fire("feed", $"{feed.GetProperty("name").GetString()} is {feed.GetProperty("state").GetString()}");
            }
        }

        if (await client.GetAsync("/v1/data-quality") is { } quality
            && quality.GetProperty("holdsTraining").GetBoolean())
        {
            Fire(
                "behavior data",
                quality.GetProperty("windows")[0].GetProperty("breaks")[0].GetProperty("reason").GetString()!);
        }

        EvaluateReads();
        EvaluateClicks();
    }

    private void EvaluateReads()
    {
        ReadNote[] latest = [.. tally.Reads.Where(read => read.At > tally.Now - WindowSeconds)];
        if (latest.Length < FewReads || tally.Now < GraceSeconds)
        {
            return;
        }

        double lower = latest.Count(
            read => read.FallbackLevel is "segment" or "popular" or "static") / (double)latest.Length;
        double failed = latest.Count(
            read => read.FallbackLevel is null || read.Milliseconds > DrillPlan.DeadlineMs) / (double)latest.Length;
        _lower = lower > 0.01 ? _lower + 1 : 0;
        _failed = failed > 0.01 ? _failed + 1 : 0;
        if (_lower >= ChecksInARow)
        {
            Fire("fallbackLevel", string.Create(CultureInfo.InvariantCulture, $"{lower:P1} of reads below cached"));
        }

        if (_failed >= ChecksInARow)
        {
            Fire("errors", string.Create(CultureInfo.InvariantCulture, $"{failed:P1} of reads failed or late"));
        }
    }

    private void EvaluateClicks()
    {
        double until = Math.Floor(tally.Now) - 2;
        _evaluatedTo = Math.Max(_evaluatedTo, calmSeconds);
        if (until <= _evaluatedTo)
        {
            return;
        }

        ReadNote[] calm = [.. tally.Reads.Where(read => read.At < calmSeconds)];
        ReadNote[] latest = [.. tally.Reads.Where(read => read.At >= _evaluatedTo && read.At < until)];
        double usual = Math.Clamp(calm.Count(read => read.Clicked) / Math.Max(1.0, calm.Length), 0.01, 0.99);
        double odds = usual / (1 - usual) * DropFactor;
        int clicks = latest.Count(read => read.Clicked);
        if (_drop.Add(
            Evidence.OfShare(clicks, latest.Length, usual, odds / (1 + odds), spread: 1),
            DropEvidence,
            (long)until,
            clicks,
            latest.Length) is true)
        {
            Fire("click rate", string.Create(
                CultureInfo.InvariantCulture,
                $"{_drop.Hits / Math.Max(1, _drop.Of):P1} of lists clicked, usually {usual:P1}"));
        }

        _evaluatedTo = until;
    }

    private void Fire(string name, string why) => _fired.TryAdd(name, new DrillAlert(name, tally.Now, why));
}

/// <summary>An alert that fired.</summary>
/// <param name="Name">The name of the alert.</param>
/// <param name="At">The first time it fired, seconds since the opening.</param>
/// <param name="Why">The observation that fired the alert.</param>
internal sealed record DrillAlert(string Name, double At, string Why);
