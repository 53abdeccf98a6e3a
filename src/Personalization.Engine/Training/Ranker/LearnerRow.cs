namespace Personalization.Engine.Training.Ranker;

/// <summary>One row in the form that the learning library reads.</summary>
internal sealed class LearnerRow
{
    /// <summary>The features.</summary>
    public float[] Features { get; set; } = [];

    /// <summary>The grade.</summary>
    public float Label { get; set; }

    /// <summary>The number of the list, from 1.</summary>
    public uint List { get; set; }
}
