namespace Personalization.Tool.Diagnosis;

/// <summary>The result of one check of <c>doctor</c>.</summary>
/// <param name="Check">The name of the check.</param>
/// <param name="Result"><c>ok</c>, <c>fails</c> or <c>skipped</c>.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Advice">What to do; null for a check that does not fail.</param>
internal sealed record Finding(string Check, string Result, string Detail, string? Advice = null)
{
    /// <summary>Whether the check fails.</summary>
    public bool Fails => Result == "fails";

    /// <summary>Creates the result of a check that passes.</summary>
    public static Finding Ok(string check, string detail) => new(check, "ok", detail);

    /// <summary>Creates the result of a check that fails.</summary>
    public static Finding Failed(string check, string detail, string advice) => new(check, "fails", detail, advice);

    /// <summary>Creates the result of a check that the key does not allow.</summary>
    public static Finding Skipped(string check, string detail) => new(check, "skipped", detail);
}
