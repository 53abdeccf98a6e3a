using System.Globalization;

namespace Personalization.Abstractions.Filters;

/// <summary>One value of a field or of a filter: a text, a number, true or false, or a time. Immutable.</summary>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Text">The text; for a number in a filter, the number as written; null for other values.</param>
/// <param name="Number">The number; 1 or 0 for true or false; Unix milliseconds for a time.</param>
public readonly record struct FilterScalar(FilterScalarKind Kind, string? Text, double Number)
{
    /// <summary>Makes a text.</summary>
    public static FilterScalar Of(string text) => new(FilterScalarKind.Text, text, 0);

    /// <summary>Makes a number.</summary>
    public static FilterScalar Of(double number) => new(FilterScalarKind.Number, null, number);

    /// <summary>Makes true or false.</summary>
    public static FilterScalar Of(bool flag) => new(FilterScalarKind.Flag, flag ? "true" : "false", flag ? 1 : 0);

    /// <summary>Makes a time.</summary>
    public static FilterScalar Of(DateTimeOffset time) =>
        new(FilterScalarKind.Time, null, time.ToUnixTimeMilliseconds());

    /// <summary>Reads the value as a number; null when it is none.</summary>
    public double? AsNumber() => Kind switch
    {
        FilterScalarKind.Number => Number,
        FilterScalarKind.Text when double.TryParse(
            Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && !double.IsNaN(number) => number,
        _ => null,
    };

    /// <summary>Reads the value as a time, Unix milliseconds; null when it is none.</summary>
    public double? AsTime() => Kind switch
    {
        FilterScalarKind.Time => Number,
        FilterScalarKind.Text when TimeOf(Text!) is { } time => time,
        _ => null,
    };

    /// <summary>The value as text, for keys and for text comparison.</summary>
    public override string ToString() => Text ?? Number.ToString("R", CultureInfo.InvariantCulture);

    private static double? TimeOf(string text) =>
        text.Length >= "2026-11-22".Length
        && char.IsAsciiDigit(text[0])
        && text[4] == '-'
        && text[7] == '-'
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : null;
}

/// <summary>The kind of a <see cref="FilterScalar"/>.</summary>
public enum FilterScalarKind
{
    /// <summary>A text.</summary>
    Text = 0,

    /// <summary>A finite number.</summary>
    Number = 1,

    /// <summary>True or false.</summary>
    Flag = 2,

    /// <summary>A time.</summary>
    Time = 3,
}
