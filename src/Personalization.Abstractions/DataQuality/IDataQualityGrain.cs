using Orleans.Concurrency;

namespace Personalization.Abstractions.DataQuality;

/// <summary>The one watcher of the behaviour data: adds up what the processes counted, compares with history, marks what differs. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Monitoring.IWatchGrain"), Alias("Personalization.IWatchGrain")]
public interface IDataQualityGrain : IGrainWithIntegerKey
{
    /// <summary>Takes in what a process counted since its last report.</summary>
    [Alias("Report")]
    ValueTask ReportAsync(DataQualityReport report);

    /// <summary>What is known.</summary>
    [AlwaysInterleave, Alias("Get")]
    ValueTask<DataQualityView> GetAsync();

    /// <summary>Lets the events of a window into training. Of a window whose break goes on it says that this is how it is from now on: the key is learnt anew.</summary>
    /// <exception cref="KeyNotFoundException">There is no such window.</exception>
    [Alias("Release")]
    ValueTask<DataQualityView> ReleaseAsync(long window);
}
