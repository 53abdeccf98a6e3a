namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>A rendered answer. Immutable, so that a call inside one process copies nothing.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Benchmarks.BareList")]
internal sealed record BareList([property: Id(0)] byte[] Json);
