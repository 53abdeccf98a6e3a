namespace Personalization.Grains.Experiments;

/// <summary>The interim result of one metric of one arm. Immutable.</summary>
/// <param name="At">The time of the interim analysis, UTC.</param>
/// <param name="Metric">The name of the metric.</param>
/// <param name="Arm">The name of the arm that is compared with the control.</param>
/// <param name="Difference">The arm's value minus the control's.</param>
/// <param name="Low">The lower end of the interval of the difference.</param>
/// <param name="High">The upper end of the interval of the difference.</param>
public sealed record InterimResult(
    DateTimeOffset At, string Metric, string Arm, double Difference, double Low, double High);
