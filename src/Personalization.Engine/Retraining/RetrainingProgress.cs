using System.Collections.Immutable;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Retraining;
using Personalization.Engine.Models;

namespace Personalization.Engine.Retraining;

/// <summary>
/// The events since the last training, and whether they start the next one. Immutable; stored as it is.
/// </summary>
public sealed record RetrainingProgress
{
    /// <summary>The newest version when counting started; null for none.</summary>
    public string? Since { get; init; }

    /// <summary>The number of events since then.</summary>
    public long NewEvents { get; init; }

    /// <summary>The live version whose drift is measured; null for none.</summary>
    public string? Watched { get; init; }

    /// <summary>The counts of the current window, by popularity bucket.</summary>
    public ImmutableArray<long> Window { get; init; } = PopularityBuckets.NoCounts;

    /// <summary>The indices of the last windows, oldest first.</summary>
    public ImmutableArray<double> Indices { get; init; } = [];

    /// <summary>When this last started a training, UTC; null for never.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Adds the counts that a silo reported.</summary>
    public RetrainingProgress With(RetrainingReport report, ModelCatalog catalog)
    {
        RetrainingProgress at = For(catalog);
        at = at with { NewEvents = at.NewEvents + report.Events };
        DriftBaseline? baseline = BaselineOf(catalog);
        if (baseline is null || report.Version != at.Watched || report.Counts.Length != at.Window.Length)
        {
            return at;
        }

        ImmutableArray<long> window = [.. at.Window.Zip(report.Counts, (known, more) => known + more)];
        return window.Sum() < Drift.WindowEvents ? at with { Window = window } : at with
        {
            Window = PopularityBuckets.NoCounts,
            Indices = [.. at.Indices.Add(Drift.Index(baseline.Counts, window)).TakeLast(Drift.Windows)],
        };
    }

    /// <summary>Gets the reason to start a training now; null for none.</summary>
    public RetrainingReason? Reason(ModelCatalog catalog, DateTimeOffset now, RetrainingOptions options)
    {
        if (catalog.Versions is not [var newest, ..] || catalog.Training.Running)
        {
            return null;
        }

        RetrainingProgress at = For(catalog);
        DateTimeOffset last = StartedAt > newest.TrainedAt ? StartedAt.Value : newest.TrainedAt;
        TimeSpan passed = now - last;
        if (passed < TimeSpan.FromMinutes(options.MinMinutes) || at.NewEvents < options.MinNewEvents)
        {
            return null;
        }

        if (options.EveryHours > 0 && passed >= TimeSpan.FromHours(options.EveryHours))
        {
            return new RetrainingReason(RetrainingTrigger.Schedule, passed.TotalHours, options.EveryHours);
        }

        double most = options.NewEventsShare * newest.Events;
        if (options.NewEventsShare > 0 && at.NewEvents >= most)
        {
            return new RetrainingReason(RetrainingTrigger.Volume, at.NewEvents, most);
        }

        return options.Drift > 0 && at.DriftOf(catalog, options) is { } drift && drift.Median > drift.Limit
            ? new RetrainingReason(RetrainingTrigger.Drift, drift.Median, drift.Limit)
            : null;
    }

    /// <summary>Gets the median drift index and its limit; null while it cannot be measured.</summary>
    public (double Median, double Limit)? DriftOf(ModelCatalog catalog, RetrainingOptions options) =>
        Watched == catalog.Live ? Drift.Of(BaselineOf(catalog), Indices, options.Drift) : null;

    /// <summary>Resets the counts of a previous newest or live version.</summary>
    private RetrainingProgress For(ModelCatalog catalog)
    {
        string? newest = catalog.Versions.FirstOrDefault()?.Version;
        RetrainingProgress at = newest == Since ? this : this with { Since = newest, NewEvents = 0 };
        return catalog.Live == at.Watched
            ? at
            : at with { Watched = catalog.Live, Window = PopularityBuckets.NoCounts, Indices = [] };
    }

    private static DriftBaseline? BaselineOf(ModelCatalog catalog) =>
        catalog.Versions.FirstOrDefault(version => version.Version == catalog.Live)?.Baseline;
}
