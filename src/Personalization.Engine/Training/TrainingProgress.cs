namespace Personalization.Engine.Training;

/// <summary>How far a training is.</summary>
/// <param name="Step">What it is doing: <c>choosing</c>, <c>sessions</c>, <c>linear</c>, <c>factors</c>, <c>evaluating</c> or <c>writing</c>.</param>
/// <param name="Share">How far it is all told, 0 to 1; never goes back.</param>
public readonly record struct TrainingProgress(string Step, double Share);
