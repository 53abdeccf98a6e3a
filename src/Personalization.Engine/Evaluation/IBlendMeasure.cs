namespace Personalization.Engine.Evaluation;

/// <summary>Tells what the scores of a case's candidates are worth.</summary>
internal interface IBlendMeasure
{
    /// <summary>The gain of the target's place, 0 to 1.</summary>
    /// <param name="scores">What each candidate scores.</param>
    /// <param name="target">The target's place among them; -1 when it is none.</param>
    double Of(ReadOnlySpan<float> scores, int target);
}
