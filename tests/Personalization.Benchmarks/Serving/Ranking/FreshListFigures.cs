namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>The cost of fresh lists with one model.</summary>
/// <param name="Name">The model.</param>
/// <param name="P50">The median time of a list, microseconds.</param>
/// <param name="Processor">The processor time of a list, microseconds.</param>
/// <param name="Bytes">Bytes allocated per list.</param>
/// <param name="Digest">A hash of all items, scores and reasons that the lists show.</param>
internal sealed record FreshListFigures(string Name, double P50, double Processor, double Bytes, string Digest);
