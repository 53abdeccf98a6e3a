using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Personalization.Engine.Training.Checkpoints;

namespace Personalization.Grains.Models;

/// <summary>Keeps a training's steps in the model store, beside the training: it never waits for the store. When the store does not take a step, no more are kept and the training goes on.</summary>
internal sealed class StoredCheckpoint : ITrainingCheckpoint, IAsyncDisposable
{
    private readonly TrainingResumePoints _marks;
    private readonly string _name;
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _before;
    private readonly ILogger _log;
    private readonly Channel<(string Step, ReadOnlyMemory<byte> Found)> _steps = Channel.CreateUnbounded<(string, ReadOnlyMemory<byte>)>(new() { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _keeping;

    private StoredCheckpoint(TrainingResumePoints marks, string name, Dictionary<string, ReadOnlyMemory<byte>> before, ILogger log)
    {
        (_marks, _name, _before, _log) = (marks, name, before, log);
        _keeping = Task.Run(KeepAsync);
    }

    /// <summary>How many steps were found before.</summary>
    public int Found => _before.Count;

    /// <summary>Opens the checkpoint of a training.</summary>
    public static async Task<StoredCheckpoint> OpenAsync(TrainingResumePoints marks, string name, ILogger log, CancellationToken cancellationToken) =>
        new(marks, name, await marks.StepsAsync(name, cancellationToken).ConfigureAwait(false), log);

    /// <inheritdoc/>
    public bool TryTake(string step, out ReadOnlyMemory<byte> found) => _before.Remove(step, out found);

    /// <inheritdoc/>
    public void Keep(string step, ReadOnlyMemory<byte> found) => _steps.Writer.TryWrite((step, found));

    /// <summary>Stops; what is not kept by now is found again.</summary>
    public async ValueTask DisposeAsync()
    {
        _steps.Writer.Complete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _keeping.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task KeepAsync()
    {
        try
        {
            await foreach ((string step, ReadOnlyMemory<byte> found) in _steps.Reader.ReadAllAsync(_stopping.Token).ConfigureAwait(false))
            {
                await _marks.KeepAsync(_name, step, found, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // the training ended
        }
        catch (Exception error)
        {
            _steps.Writer.TryComplete();
            _log.LogWarning(error, "The training's steps are not kept any more; were it cut short now, it would do again what comes from here on.");
        }
    }
}
