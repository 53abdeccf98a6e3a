namespace Personalization.Benchmarks.Drill;

/// <summary>The record of one requested list.</summary>
/// <param name="Visit">The number of the visit.</param>
/// <param name="At">The time of the request, seconds since the opening.</param>
/// <param name="Milliseconds">The latency, milliseconds.</param>
/// <param name="FallbackLevel">The fallback level; null without a list.</param>
/// <param name="IsWrong">Whether the list shows an item that cannot be bought, or was computed with a partial
/// catalog.</param>
/// <param name="Clicked">Whether an item of the list was clicked.</param>
/// <param name="Expected">The expected purchases from the list.</param>
internal readonly record struct ReadNote(
    int Visit, double At, double Milliseconds, string? FallbackLevel, bool IsWrong, bool Clicked, double Expected);
