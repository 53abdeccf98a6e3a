using System.Globalization;

namespace Personalization.Benchmarks.Experiments;

/// <summary>A metric column of a published A/B test.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="Cap">Larger values count as this one.</param>
internal readonly record struct PublishedMetric(string Column, double Cap = PublishedMetric.DefaultCap)
{
    /// <summary>The cap of a metric that names none.</summary>
    private const double DefaultCap = 1e6;

    /// <summary>Parses <c>COLUMN</c> or <c>COLUMN=CAP</c>.</summary>
    /// <exception cref="InvalidDataException">The cap is not a positive number.</exception>
    public static PublishedMetric Parse(string text)
    {
        int at = text.LastIndexOf('=');
        if (at < 0)
        {
            return new(text);
        }

        return double.TryParse(text[(at + 1)..], CultureInfo.InvariantCulture, out double cap)
            && double.IsFinite(cap)
            && cap > 0
            ? new(text[..at], cap)
            : throw new InvalidDataException($"The cap of --metric {text} must be a number above 0.");
    }
}
