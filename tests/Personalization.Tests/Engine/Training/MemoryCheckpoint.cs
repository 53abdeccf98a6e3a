using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Tests.Engine.Training;

/// <summary>Stores steps in memory, and interrupts the training after a number of steps.</summary>
internal sealed class MemoryCheckpoint : ITrainingCheckpoint
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _found;
    private readonly int _endsAfter;

    /// <summary>Creates the checkpoint.</summary>
    /// <param name="before">The checkpoint of the interrupted training; null for none.</param>
    /// <param name="endsAfter">The number of stored steps after which the training is interrupted.</param>
    public MemoryCheckpoint(MemoryCheckpoint? before = null, int endsAfter = int.MaxValue) =>
        (_found, _endsAfter) = (before is null ? [] : new(before._found), endsAfter);

    /// <summary>The steps stored here, in order.</summary>
    public List<string> Stored { get; } = [];

    public bool TryTake(string step, out ReadOnlyMemory<byte> found) => _found.TryGetValue(step, out found);

    public void Keep(string step, ReadOnlyMemory<byte> found)
    {
        _found.Add(step, found);
        Stored.Add(step);
        if (Stored.Count == _endsAfter)
        {
            throw new OperationCanceledException($"Cut after {step}.");
        }
    }

    /// <summary>Removes the second half of a stored result.</summary>
    public void Tear(string step) => _found[step] = _found[step][..(_found[step].Length / 2)];
}
