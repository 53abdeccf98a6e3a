using Polly;

namespace Personalization.Hosting.Composition;

/// <summary>
/// The call whose outcome decides whether an open breaker closes. The pipeline waits for the outcome.
/// </summary>
internal sealed class BreakerTrial
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isAdmitted;
    private Task _counted = Task.CompletedTask;

    /// <summary>Asks the pipeline for a trial; null when the breaker stays open or another trial runs.</summary>
    public static BreakerTrial? Start(ResiliencePipeline pipeline)
    {
        BreakerTrial trial = new();
        trial._counted = pipeline.ExecuteAsync(static (self, _) => self.WaitAsync(), trial).AsTask();
        if (trial._isAdmitted)
        {
            return trial;
        }

        trial.Cancel();
        _ = trial._counted.Exception; // the refusal is expected
        return null;
    }

    /// <summary>Reports how the call ended and waits until the breaker has changed its state.</summary>
    public async ValueTask EndAsync(Exception? error)
    {
        _ = error is null ? _ended.TrySetResult() : _ended.TrySetException(error);
        await _counted.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the caller has the error
    }

    /// <summary>Ends the trial without a failure, unless it has ended.</summary>
    public void Cancel() => _ = _ended.TrySetCanceled();

    private ValueTask WaitAsync()
    {
        _isAdmitted = true;
        return new ValueTask(_ended.Task);
    }
}
