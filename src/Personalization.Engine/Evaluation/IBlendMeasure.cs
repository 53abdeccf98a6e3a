namespace Personalization.Engine.Evaluation;

/// <summary>A metric of a blend: the gain of the target among the scored candidates of a case.</summary>
internal interface IBlendMeasure
{
    /// <summary>Computes the gain of the target, 0 to 1.</summary>
    /// <param name="scores">The score of each candidate.</param>
    /// <param name="target">The index of the target among the candidates; -1 when it is not a candidate.</param>
    double Of(ReadOnlySpan<float> scores, int target);
}
