namespace Personalization.Abstractions.Recommendations;

/// <summary>What the answers with one list have in common, as the REST contract has it. Immutable: nobody writes into the arrays.</summary>
/// <param name="Items">The items, a JSON array, UTF-8.</param>
/// <param name="Facts">The members that say what the items were ranked from and how to go on, UTF-8, without braces: <c>"profileVersion":3,"cursor":"..."</c>.</param>
[GenerateSerializer, Immutable, Alias("Personalization.RenderedList")]
public sealed record RenderedList([property: Id(0)] byte[] Items, [property: Id(1)] byte[] Facts);
