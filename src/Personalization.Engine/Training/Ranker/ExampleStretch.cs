using Personalization.Engine.Datasets;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>A stretch of a log to learn from, with what was known before it.</summary>
/// <param name="Log">The events; the stretch lasts to their end.</param>
/// <param name="FromMs">The stretch's begin, Unix milliseconds.</param>
/// <param name="Earlier">The log that the sources were trained on.</param>
/// <param name="Parts">The sources.</param>
/// <param name="Weights">The blend's weights for lists of items the user has not met.</param>
/// <param name="Returning">Its weights for lists on which what the user has met may come back.</param>
internal sealed record ExampleStretch(TrainingLog Log, long FromMs, TrainingLog Earlier, ModelParts Parts, BlendWeights Weights, BlendWeights Returning);
