using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Storage.Resilience;

/// <summary>A pipeline and the state of its circuit breaker; null if it has none.</summary>
internal sealed record NamedPipeline(ResiliencePipeline Pipeline, CircuitBreakerStateProvider? Breaker);
