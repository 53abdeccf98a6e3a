using System.Globalization;

namespace Personalization.OperatorConsole.Components;

/// <summary>Writes numbers and times as people read them.</summary>
internal static class Show
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Writes a whole number with thousands separators.</summary>
    public static string Count(long value) => value.ToString("N0", Culture);

    /// <summary>Writes a rate with a precision that fits its size.</summary>
    public static string Rate(double value) =>
        value.ToString(value >= 100 ? "N0" : value >= 10 ? "N1" : "0.##", Culture);

    /// <summary>Writes a share as a percentage.</summary>
    public static string Percent(double share, int decimals = 0) =>
        (share * 100).ToString(decimals == 0 ? "0" : "0." + new string('0', decimals), Culture) + " %";

    /// <summary>Writes a difference as a percentage with its sign.</summary>
    public static string Signed(double share) => (share * 100).ToString("+0.#;−0.#;0", Culture) + " %";

    /// <summary>Writes milliseconds.</summary>
    public static string Ms(double ms) => ms.ToString(ms >= 10 ? "0" : "0.##", Culture);

    /// <summary>Writes a metric with three decimals.</summary>
    public static string Metric(double value) => value.ToString("0.000", Culture);

    /// <summary>Writes a size in bytes.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => (bytes / (double)(1L << 30)).ToString("0.0", Culture) + " GB",
        >= 1L << 20 => (bytes / (double)(1L << 20)).ToString("0.0", Culture) + " MB",
        >= 1L << 10 => (bytes / (double)(1L << 10)).ToString("0", Culture) + " KB",
        _ => bytes.ToString(Culture) + " B",
    };

    /// <summary>Writes a duration with its largest unit.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 2 } => $"{(int)span.TotalDays} days",
        { TotalHours: >= 2 } => $"{(int)span.TotalHours} h",
        { TotalMinutes: >= 2 } => $"{(int)span.TotalMinutes} min",
        _ => $"{Math.Max(0, (int)span.TotalSeconds)} s",
    };

    /// <summary>Writes how long ago a time was.</summary>
    public static string Ago(DateTimeOffset? at, DateTimeOffset now) =>
        at is not { } time ? "never" : now - time < TimeSpan.FromSeconds(2) ? "now" : $"{Span(now - time)} ago";

    /// <summary>Writes a time in UTC.</summary>
    public static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", Culture) ?? "–";

    /// <summary>Writes a length in percent for a style.</summary>
    public static string Width(double share) =>
        (Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * 100).ToString("0.##", Culture) + "%";

    /// <summary>Writes a coordinate of a drawing.</summary>
    public static string Xy(double value) => value.ToString("0.##", Culture);

    /// <summary>Writes a name of the API, for example <c>rolledBack</c>, as words.</summary>
    public static string Words(string name) => string.Concat(
        name.Select((letter, at) => char.IsUpper(letter) && at > 0
            ? $" {char.ToLowerInvariant(letter)}"
            : letter.ToString()));
}
