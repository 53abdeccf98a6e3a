namespace Personalization.Grains.Experiments;

/// <summary>What was known of one metric of one arm at a time.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Arm">The arm compared with the control.</param>
/// <param name="Difference">The arm's value minus the control's.</param>
/// <param name="Low">Where the interval begins.</param>
/// <param name="High">Where it ends.</param>
public sealed record InterimResult(DateTimeOffset At, string Metric, string Arm, double Difference, double Low, double High);
