using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>A data set under its protocol: training part, questions and figures.</summary>
/// <param name="Name">The protocol's name.</param>
/// <param name="Log">The training part.</param>
/// <param name="Questions">The test part.</param>
/// <param name="Length">The length of the lists judged.</param>
/// <param name="Metrics">The figures its tables show.</param>
internal sealed record Protocol(string Name, TrainingLog Log, Question[] Questions, int Length, Metric[] Metrics);
