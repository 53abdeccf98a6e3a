namespace Personalization.Benchmarks.Drill;

/// <summary>A list that was asked for.</summary>
/// <param name="Visit">The visit, by number.</param>
/// <param name="At">When, seconds since the opening.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="FallbackLevel">Its level; null when none came.</param>
/// <param name="IsWrong">Whether it shows something that cannot be had, or was made of a part of the catalogue.</param>
/// <param name="Clicked">Whether something on it was clicked.</param>
/// <param name="Expected">Purchases to be expected of it.</param>
internal readonly record struct ReadNote(
    int Visit, double At, double Milliseconds, string? FallbackLevel, bool IsWrong, bool Clicked, double Expected);
