namespace Personalization.Abstractions.Experiments;

/// <summary>A range of values that are consistent with the data, ends included.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
[GenerateSerializer, Immutable, Alias("Personalization.Interval")]
public readonly record struct Interval([property: Id(0)] double Low, [property: Id(1)] double High)
{
    /// <summary>Gets whether the interval contains a value.</summary>
    public bool Covers(double value) => value >= Low && value <= High;

    /// <summary>Gets the width.</summary>
    public double Width() => High - Low;

    /// <summary>Subtracts intervals: the interval of a difference when each quantity lies in its interval.</summary>
    public static Interval operator -(Interval left, Interval right) =>
        new(left.Low - right.High, left.High - right.Low);
}
