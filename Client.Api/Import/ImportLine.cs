namespace Personalization.Client.Api.Import;

/// <summary>One line of an input, turned into what the API takes, or why it could not be.</summary>
/// <param name="Number">The line's number in the file, from 1.</param>
/// <param name="UserId">Whose event it is: the lines of one user keep their order. Empty for items and rejects.</param>
/// <param name="EventId">The id the API will answer with.</param>
/// <param name="Json">The event or item as the API takes it, one line of JSON without its end; empty for
/// rejects.</param>
/// <param name="Problem">Why the line is not sent at all; null when it is.</param>
internal readonly record struct ImportLine(
    long Number, string UserId, string EventId, ReadOnlyMemory<byte> Json, string? Problem)
{
    /// <summary>A line that is not sent.</summary>
    public static ImportLine Reject(long number, string problem) =>
        new(number, string.Empty, string.Empty, default, problem);
}
