using Orleans.Concurrency;

namespace Personalization.Abstractions.DataQuality;

/// <summary>
/// Monitors the quality of behavior data: adds up the counts of all processes, compares them with history and marks
/// breaks. Key: 0.
/// </summary>
[GrainInterfaceType("Personalization.IWatchGrain"), Alias("Personalization.IWatchGrain")]
public interface IDataQualityGrain : IGrainWithIntegerKey
{
    /// <summary>Adds the counts of one process.</summary>
    [Alias("Report")]
    ValueTask ReportAsync(DataQualityReport report);

    /// <summary>Gets the state of data quality.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<DataQualityView> GetAsync();

    /// <summary>Releases a window, so that training uses its events.</summary>
    /// <exception cref="KeyNotFoundException">The window does not exist.</exception>
    /// <remarks>
    /// Releasing a window whose break lasts resets the baseline: the key's usual values are learned again from now on.
    /// </remarks>
    [Alias("Release")]
    ValueTask<DataQualityView> ReleaseAsync(long window);
}
