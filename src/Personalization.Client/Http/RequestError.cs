namespace Personalization.Client.Http;

/// <summary>One error of a request.</summary>
/// <param name="Path">The field in the request, for example <c>$[3].itemId</c> or a query parameter.</param>
/// <param name="Code">The kind of error, for example <c>required</c>, <c>outOfRange</c> or <c>unknown</c>.</param>
/// <param name="Message">What is wrong and what is allowed, in one sentence.</param>
public sealed record RequestError(string Path, string Code, string Message);

/// <summary>The body of an error response (RFC 9457).</summary>
internal sealed record ProblemBody
{
    public string? Type { get; init; }

    public string? Title { get; init; }

    public string? Detail { get; init; }

    public string? TraceId { get; init; }

    public IReadOnlyList<RequestError>? Errors { get; init; }
}
