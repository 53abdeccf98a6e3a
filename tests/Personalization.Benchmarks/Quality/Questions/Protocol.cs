using Personalization.Engine.Datasets;

namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>A data set with its protocol: training part, questions and metrics.</summary>
/// <param name="Name">The name of the protocol.</param>
/// <param name="Log">The training part.</param>
/// <param name="Questions">The test part.</param>
/// <param name="Length">The length of the evaluated lists.</param>
/// <param name="Metrics">The metrics of the published tables.</param>
internal sealed record Protocol(string Name, TrainingLog Log, Question[] Questions, int Length, Metric[] Metrics);
