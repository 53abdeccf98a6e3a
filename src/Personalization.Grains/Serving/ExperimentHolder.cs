using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Experiments;
using Personalization.Engine.Experiments.Assignment;

namespace Personalization.Grains.Serving;

/// <summary>The silo's one <see cref="ExperimentBoard"/>, swapped whole. Readers take it once per request.</summary>
public sealed class ExperimentHolder(IOptions<ExperimentOptions> options, ILogger<ExperimentHolder> log)
{
    private readonly Lock _writing = new();
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ExperimentBoard _current = ExperimentBoard.Empty;

    /// <summary>The experiments now.</summary>
    public ExperimentBoard Current => _current;

    /// <summary>Done once the silo knows the experiments.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Takes in a catalogue unless a later one is known.</summary>
    public void Set(ExperimentCatalog catalog)
    {
        try
        {
            lock (_writing)
            {
                if (catalog.Revision > _current.Revision)
                {
                    _current = new ExperimentBoard(catalog, new HoldoutDefinition(options.Value.HoldoutName, options.Value.HoldoutShare));
                    log.LogInformation("{Count} experiments run here since revision {Revision}.", _current.Measured.Count, catalog.Revision);
                }
            }
        }
        finally
        {
            // Who waits for experiments that cannot be read would wait for ever.
            _ = _loaded.TrySetResult();
        }
    }
}
