using Personalization.Benchmarks.Engines;

namespace Personalization.Benchmarks.Serving;

/// <summary>All figures of the HTTP benchmark.</summary>
internal sealed record HttpReport(
    string Machine,
    string Method,
    IReadOnlyList<Ratio> Ratios,
    IReadOnlyList<RateFigures> Rates,
    IReadOnlyList<RawFigures> Raw,
    IReadOnlyList<OpenLoopFigures> HalfLoad,
    IReadOnlyList<MemoryFigures> Memory,
    TrainingFigures? Training);
