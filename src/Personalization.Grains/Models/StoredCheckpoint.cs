using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Grains.Models;

/// <summary>Stores the results of a training's steps in the model store, without delaying the training.</summary>
/// <remarks>When the store refuses a result, no further ones are stored and the training continues.</remarks>
internal sealed class StoredCheckpoint : ITrainingCheckpoint, IAsyncDisposable
{
    private readonly TrainingResumePoints _resumePoints;
    private readonly string _name;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _earlier;
    private readonly Action _stored;
    private readonly ILogger _log;
    private readonly Channel<(string Step, ReadOnlyMemory<byte> Found)> _results =
        Channel.CreateUnbounded<(string, ReadOnlyMemory<byte>)>(new() { SingleReader = true });

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _storing;

    private StoredCheckpoint(
        TrainingResumePoints resumePoints,
        string name,
        Dictionary<string, ReadOnlyMemory<byte>> earlier,
        Action stored,
        ILogger log)
    {
        _resumePoints = resumePoints;
        _name = name;
        _earlier = earlier;
        _stored = stored;
        _log = log;
        Resumed = earlier.Count;
        _storing = Task.Run(StoreAsync);
    }

    /// <summary>The number of steps that an interrupted run had stored.</summary>
    public int Resumed { get; }

    /// <summary>Opens the checkpoint of a training.</summary>
    /// <param name="resumePoints">The place of the stored steps.</param>
    /// <param name="name">The name of the training.</param>
    /// <param name="stored">Called after each stored step, on a pool thread.</param>
    /// <param name="log">Receives a warning when the store refuses a result.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static async Task<StoredCheckpoint> OpenAsync(
        TrainingResumePoints resumePoints,
        string name,
        Action stored,
        ILogger log,
        CancellationToken cancellationToken)
    {
        Dictionary<string, ReadOnlyMemory<byte>> earlier =
            await resumePoints.StepsAsync(name, cancellationToken).ConfigureAwait(false);
        return new StoredCheckpoint(resumePoints, name, earlier, stored, log);
    }

    /// <inheritdoc/>
    public bool TryTake(string step, out ReadOnlyMemory<byte> found) => _earlier.Remove(step, out found);

    /// <inheritdoc/>
    public void Keep(string step, ReadOnlyMemory<byte> found) => _results.Writer.TryWrite((step, found));

    /// <summary>Stops storing. A resumed training computes the steps again that are not stored by then.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = _results.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _storing.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task StoreAsync()
    {
        try
        {
            CancellationToken stop = _stopping.Token;
            await foreach ((string step, ReadOnlyMemory<byte> found) in
                _results.Reader.ReadAllAsync(stop).ConfigureAwait(false))
            {
                await _resumePoints.KeepAsync(_name, step, found, stop).ConfigureAwait(false);
                _stored();
            }
        }
        catch (OperationCanceledException)
        {
            // the training ended
        }
        catch (Exception error)
        {
            _ = _results.Writer.TryComplete();
            _log.LogWarning(
                error,
                "Failed to store a training step; after an interruption, the training repeats the steps from here.");
        }
    }
}
