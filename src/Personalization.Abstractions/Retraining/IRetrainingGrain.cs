namespace Personalization.Abstractions.Retraining;

/// <summary>Starts training when it is time: by schedule, when much is new, or when what users choose has drifted from what the live model was trained on. Key: 0.</summary>
[GrainInterfaceType("Personalization.Abstractions.Learning.ILearningGrain"), Alias("Personalization.ILearningGrain")]
public interface IRetrainingGrain : IGrainWithIntegerKey
{
    /// <summary>For silos only, every few seconds: hands over what was counted. Keeps the grain running.</summary>
    [Alias("Report")]
    ValueTask ReportAsync(RetrainingReport report);
}
