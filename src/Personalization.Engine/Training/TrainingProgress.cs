namespace Personalization.Engine.Training;

/// <summary>The progress of a training.</summary>
/// <param name="Step">
/// The current step: <c>choosing</c>, <c>sessions</c>, <c>linear</c>, <c>factors</c>, <c>evaluating</c> or
/// <c>writing</c>.
/// </param>
/// <param name="Share">The completed share of the whole training, 0 to 1. It never falls.</param>
public readonly record struct TrainingProgress(string Step, double Share);
