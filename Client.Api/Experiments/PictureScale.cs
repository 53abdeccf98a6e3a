namespace Personalization.Client.Api.Experiments;

/// <summary>Maps values of one axis to coordinates and chooses round tick values.</summary>
/// <param name="Least">The least value shown.</param>
/// <param name="Most">The greatest value shown, above the least.</param>
/// <param name="From">The coordinate of the least value, pixels.</param>
/// <param name="To">The coordinate of the greatest value, pixels.</param>
internal sealed record PictureScale(double Least, double Most, double From, double To)
{
    private const int Marks = 6;

    /// <summary>Returns the coordinate of a value, pixels.</summary>
    public double Place(double value) => From + ((value - Least) / (Most - Least) * (To - From));

    /// <summary>
    /// Returns about six round values within the scale: whole multiples of 1, 2 or 5 times a power of ten.
    /// </summary>
    public IEnumerable<double> Ticks()
    {
        double rough = (Most - Least) / Marks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = (rough / power) switch
        {
            < 1.5 => power,
            < 3.5 => 2 * power,
            < 7.5 => 5 * power,
            _ => 10 * power
        };
        for (double k = Math.Ceiling(Least / step); k * step <= Most; k++)
        {
            yield return (k * step) + 0.0;
        }
    }
}
