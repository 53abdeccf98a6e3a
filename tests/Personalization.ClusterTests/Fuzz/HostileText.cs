using CsCheck;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>Generates text that breaks careless code. The text is raw: the caller escapes it.</summary>
internal static class HostileText
{
    /// <summary>Generates valid identifiers from a small set, so that they repeat.</summary>
    public static readonly Gen<string> CalmId = Gen.Int[0, 20].Select(n => $"user-{n}");

    /// <summary>Generates valid numbers.</summary>
    public static readonly Gen<string> CalmNumber = Gen.Int[1, 50].Select(n => $"{n}");

    /// <summary>Generates valid times.</summary>
    public static readonly Gen<string> CalmTime = Gen.Int[1, 28].Select(day => $"2024-05-{day:00}T12:00:00Z");

    /// <summary>
    /// Generates valid and invalid identifiers, without lone surrogates, which have no percent-encoding.
    /// </summary>
    public static readonly Gen<string> Id = Gen.Frequency(
        (8, CalmId),
        (1, Gen.OneOf(
            "a/b", "a%2Fb", "..", ".", "../../etc/passwd", "a\\b", "a?b", "a#b", "a b", " ", "%", "%zz", "a+b",
            "a&b=c", "'; DROP TABLE event;--", "\"", "<script>", "~", "~~", "null", "true", "0", "-1", "NaN")),
        (1, Gen.OneOf(
            "ö", "日本語", "\U0001F600", "e\u0301", "\u202Eabc", "\uFEFFa", "a\u200Db", "İ", "ß", "\u00A0", "\uFFFD",
            "\uFFFF")),
        (1, Gen.OneOf("", "\0", "a\0b", "\t", "\n", "\r\n", "\u007F", "\u0085", "\u001B[31m")),
        (1, Gen.OneOf(240, 241, 256, 257, 300, 1000, 3000).Select(n => new string('x', n))),
        (1, Gen.OneOf(80, 85, 86, 128, 129, 256).Select(n => new string('語', n))),
        (1, Gen.String[0, 20].Select(WithoutLoneSurrogates)));

    /// <summary>Generates numbers as JSON or query text; some are invalid.</summary>
    public static readonly Gen<string> Number = Gen.Frequency(
        (4, CalmNumber),
        (2, Gen.Int.Select(n => $"{n}")),
        (1, Gen.Double.Select(
            d => double.IsFinite(d) ? d.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "1e308")),
        (3, Gen.OneOf(
            "0", "-0", "-1", "0.5", "1e3", "1e309", "-1e400", "9223372036854775807", "9223372036854775808",
            "99999999999999999999999999", "2147483648", "-2147483649", "1e-400", "201", "60001")));

    /// <summary>Generates times as text; some are invalid.</summary>
    public static readonly Gen<string> Time = Gen.OneOf(
        "2024-05-01T12:00:00Z", "2024-05-01T12:00:00+02:00", "2024-05-01", "1999-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2024-13-45T99:00:00Z", "1700000000", "", "now");

    private static string WithoutLoneSurrogates(string text) => string.Concat(text.Where(c => !char.IsSurrogate(c)));
}
