using Personalization.Storage.Resilience;
using Polly;

namespace Personalization.Silo.Hosting;

/// <summary>The circuit breakers before calls to the engine, by name; their states are metrics and health beside those of every other pipeline.</summary>
/// <param name="pipelines">The pipelines of the process.</param>
public sealed class EngineBreakers(Pipelines pipelines)
{
    /// <inheritdoc cref="Pipelines.GetEngine"/>
    public ResiliencePipeline Get(string name, Func<Exception, bool> isFailure) => pipelines.GetEngine(name, isFailure);
}
