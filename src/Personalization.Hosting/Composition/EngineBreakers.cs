using Personalization.Storage.Resilience;
using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Hosting.Composition;

/// <summary>The circuit breakers of calls to the engine, by name. Metrics and health show their states.</summary>
/// <param name="pipelines">The pipelines of the process.</param>
public sealed class EngineBreakers(Pipelines pipelines)
{
    /// <summary>Returns the breaker with a name.</summary>
    /// <inheritdoc cref="Pipelines.GetEngine"/>
    public EngineBreaker Get(string name, Func<Exception, bool> isFailure)
    {
        (ResiliencePipeline pipeline, CircuitBreakerStateProvider state) = pipelines.GetEngine(name, isFailure);
        return new EngineBreaker(pipeline, state);
    }
}
