namespace Personalization.Abstractions.Experiments;

/// <summary>Where an experiment is in its life.</summary>
[GenerateSerializer, Alias("Personalization.ExperimentStatus")]
public enum ExperimentStatus
{
    /// <summary>Being written; nobody is in it.</summary>
    Draft = 0,

    /// <summary>Takes users by its ramp.</summary>
    Running = 1,

    /// <summary>Takes nobody new; who is in it stays.</summary>
    Paused = 2,

    /// <summary>Over: nobody is in it, its results stay.</summary>
    Stopped = 3,
}
