namespace Personalization.Engine.Experiments.Statistics;

/// <summary>A range of values that the data do not speak against, ends included.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether a value lies in it.</summary>
    public bool Covers(double value) => value >= Low && value <= High;

    /// <summary>Its width.</summary>
    public double Width() => High - Low;

    /// <summary>Where one quantity minus another lies when each lies in its own interval.</summary>
    public static Interval operator -(Interval left, Interval right) => new(left.Low - right.High, left.High - right.Low);
}
