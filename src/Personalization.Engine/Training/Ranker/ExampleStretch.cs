using Personalization.Engine.Datasets;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Engine.Training.Ranker;

/// <summary>A period of a log to learn from, and the sources trained on the events before it.</summary>
/// <param name="Log">The events. The period lasts to the end of the log.</param>
/// <param name="FromMs">The start of the period, Unix milliseconds.</param>
/// <param name="Earlier">The log that the sources were trained on.</param>
/// <param name="Parts">The sources.</param>
/// <param name="Blends">The blends for lists of unseen items.</param>
/// <param name="Returning">The blends for lists that may repeat seen items.</param>
internal sealed record ExampleStretch(
    TrainingLog Log, long FromMs, TrainingLog Earlier, ModelParts Parts, MomentBlends Blends, MomentBlends Returning);
