using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Tests.Engine.Training;

/// <summary>Keeps steps in memory, and cuts the training short where it is told to.</summary>
internal sealed class MemoryCheckpoint : ITrainingCheckpoint
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _found;
    private readonly int _endsAfter;

    /// <summary>Begins.</summary>
    /// <param name="before">What the one before had kept; null for nothing.</param>
    /// <param name="endsAfter">The training ends after so many steps.</param>
    public MemoryCheckpoint(MemoryCheckpoint? before = null, int endsAfter = int.MaxValue) =>
        (_found, _endsAfter) = (before is null ? [] : new(before._found), endsAfter);

    /// <summary>The steps kept here, in order.</summary>
    public List<string> Kept { get; } = [];

    public bool TryTake(string step, out ReadOnlyMemory<byte> found) => _found.TryGetValue(step, out found);

    public void Keep(string step, ReadOnlyMemory<byte> found)
    {
        _found.Add(step, found);
        Kept.Add(step);
        if (Kept.Count == _endsAfter)
        {
            throw new OperationCanceledException($"Cut after {step}.");
        }
    }

    /// <summary>Takes the second half of what was found away.</summary>
    public void Tear(string step) => _found[step] = _found[step][..(_found[step].Length / 2)];
}
