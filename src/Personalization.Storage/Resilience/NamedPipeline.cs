using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Storage.Resilience;

/// <summary>A pipeline and what shows its breaker's state; null when it has none.</summary>
internal sealed record NamedPipeline(ResiliencePipeline Pipeline, CircuitBreakerStateProvider? Breaker);
