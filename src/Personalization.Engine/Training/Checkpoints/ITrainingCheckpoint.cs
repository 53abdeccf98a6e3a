namespace Personalization.Engine.Training.Checkpoints;

/// <summary>Keeps what a training has found, step by step, so that one that was cut short goes on where it was. Of one training, called from its thread.</summary>
public interface ITrainingCheckpoint
{
    /// <summary>What was found in a step before.</summary>
    /// <param name="step">The step's name: at most 24 characters of <c>[a-z0-9-]</c>.</param>
    /// <param name="found">What was found; empty when the step was not reached.</param>
    bool TryTake(string step, out ReadOnlyMemory<byte> found);

    /// <summary>Keeps what was found in a step. Returns at once; what cannot be kept is found again.</summary>
    /// <param name="step">The step's name.</param>
    /// <param name="found">What was found; not changed afterwards.</param>
    void Keep(string step, ReadOnlyMemory<byte> found);
}
