namespace Personalization.Engine.Training.Checkpoints;

/// <summary>Stores the results of the steps of one training, so that an interrupted training can resume.</summary>
/// <remarks>The trainer calls it from one thread.</remarks>
public interface ITrainingCheckpoint
{
    /// <summary>Gets the stored result of a step.</summary>
    /// <param name="step">The name of the step: at most 24 characters of <c>[a-z0-9-]</c>.</param>
    /// <param name="found">The stored result; empty when there is none.</param>
    /// <returns>True if there is a stored result.</returns>
    bool TryTake(string step, out ReadOnlyMemory<byte> found);

    /// <summary>Stores the result of a step. Returns at once.</summary>
    /// <param name="step">The name of the step.</param>
    /// <param name="found">The result. The caller does not change the memory afterwards.</param>
    /// <remarks>A resumed training computes a step again when its result could not be stored.</remarks>
    void Keep(string step, ReadOnlyMemory<byte> found);
}
