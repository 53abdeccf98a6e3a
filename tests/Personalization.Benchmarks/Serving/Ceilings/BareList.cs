namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>A rendered list. It is immutable, so that a call within one process copies nothing.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.Benchmarks.BareList")]
internal sealed record BareList([property: Id(0)] byte[] Json);
