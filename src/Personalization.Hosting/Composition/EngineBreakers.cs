using Personalization.Storage.Resilience;

namespace Personalization.Hosting.Composition;

/// <summary>The circuit breakers before calls to the engine, by name; their states are metrics and health beside those of every other pipeline.</summary>
/// <param name="pipelines">The pipelines of the process.</param>
public sealed class EngineBreakers(Pipelines pipelines)
{
    /// <summary>The breaker of a name.</summary>
    /// <inheritdoc cref="Pipelines.GetEngine"/>
    public EngineBreaker Get(string name, Func<Exception, bool> isFailure)
    {
        (Polly.ResiliencePipeline pipeline, Polly.CircuitBreaker.CircuitBreakerStateProvider state) = pipelines.GetEngine(name, isFailure);
        return new EngineBreaker(pipeline, state);
    }
}
