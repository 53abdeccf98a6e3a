namespace Personalization.Engine.Training.Ranker;

/// <summary>One row as the learning library reads it.</summary>
internal sealed class LearnerRow
{
    /// <summary>The features.</summary>
    public float[] Features { get; set; } = [];

    /// <summary>The grade.</summary>
    public float Label { get; set; }

    /// <summary>The list's number, from 1.</summary>
    public uint List { get; set; }
}
