using Personalization.Engine.Experiments.Statistics;

namespace Personalization.Engine.Experiments.Results;

/// <summary>One look of a picture.</summary>
/// <param name="At">Where on the horizontal axis: users, days, whatever the axis says.</param>
/// <param name="Estimate">The estimate at this look.</param>
/// <param name="Interval">Its interval; null while there was none.</param>
public sealed record IntervalPoint(double At, double Estimate, Interval? Interval);
