using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Serving;

/// <summary>The silo's current <see cref="ExperimentBoard"/>, replaced as a whole. Read it once per request.</summary>
public sealed class ExperimentHolder(IOptions<ExperimentOptions> options, ILogger<ExperimentHolder> log)
{
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ExperimentBoard _current = ExperimentBoard.Empty;

    /// <summary>The current experiments.</summary>
    public ExperimentBoard Current => _current;

    /// <summary>Completes once the silo has received the experiments.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Sets the experiments unless a later revision is known.</summary>
    public void Set(ExperimentCatalog catalog)
    {
        try
        {
            lock (_writing)
            {
                if (catalog.Revision > _current.Revision)
                {
                    _current = new ExperimentBoard(
                        catalog, new HoldoutDefinition(options.Value.HoldoutName, options.Value.HoldoutShare));
                    log.LogInformation(
                        "Loaded {Count} running or paused experiments of revision {Revision}.",
                        _current.Measured.Count,
                        catalog.Revision);
                }
            }
        }
        finally
        {
            // Otherwise callers that wait for unreadable experiments would wait forever.
            _ = _loaded.TrySetResult();
        }
    }
}
