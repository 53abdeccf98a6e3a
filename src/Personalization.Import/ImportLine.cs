namespace Personalization.Import;

/// <summary>One input line as an event or item of the API, or the reason for its rejection.</summary>
/// <param name="Number">The line's number in the file, from 1.</param>
/// <param name="UserId">The user of the event. The lines of one user keep their order. Empty for items and
/// rejects.</param>
/// <param name="EventId">The id of the event or item.</param>
/// <param name="Json">The event or item, one line of JSON without a line break; empty for rejects.</param>
/// <param name="Problem">Why the line is rejected; null for a valid line.</param>
internal readonly record struct ImportLine(
    long Number, string UserId, string EventId, ReadOnlyMemory<byte> Json, string? Problem)
{
    /// <summary>Creates a rejected line.</summary>
    public static ImportLine Reject(long number, string problem) =>
        new(number, string.Empty, string.Empty, default, problem);
}
