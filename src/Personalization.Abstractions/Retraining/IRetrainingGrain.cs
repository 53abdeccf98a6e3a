namespace Personalization.Abstractions.Retraining;

/// <summary>
/// Starts training by schedule, by the number of new events, or when users' choices have drifted from the live model's
/// training data. Key: 0.
/// </summary>
[GrainInterfaceType("Personalization.ILearningGrain"), Alias("Personalization.ILearningGrain")]
public interface IRetrainingGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Reports the events that a silo counted. Called by silos every few seconds, which also keeps the grain running.
    /// </summary>
    [Alias("Report")]
    ValueTask ReportAsync(RetrainingReport report);
}
