using System.Net;

namespace Personalization.Client.Http;

/// <summary>A call that the API refused, or that did not reach the API.</summary>
public sealed class PersonalizationException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="code">The problem code, see <see cref="ProblemCodes"/>.</param>
    /// <param name="message">The problem in one sentence.</param>
    /// <param name="status">The HTTP status; null when the API did not answer.</param>
    /// <param name="errors">Every error of the request.</param>
    /// <param name="cause">The exception that caused this one.</param>
    public PersonalizationException(
        string code,
        string message,
        HttpStatusCode? status = null,
        IReadOnlyList<RequestError>? errors = null,
        Exception? cause = null)
        : base(message, cause)
    {
        Code = code;
        Status = status;
        Errors = errors ?? [];
    }

    /// <summary>The problem code, see <see cref="ProblemCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The HTTP status; null when the API did not answer.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>Every error of the request; empty for other problems than <c>validation</c>.</summary>
    public IReadOnlyList<RequestError> Errors { get; }

    /// <summary>The trace id of the request in the server's log; null when the API did not answer.</summary>
    public string? TraceId { get; init; }

    /// <summary>The wait before the next attempt that the API asked for; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request can succeed later without a change.</summary>
    public bool IsTransient =>
        Code is ProblemCodes.TooManyRequests or ProblemCodes.Unavailable or ProblemCodes.Unreachable;
}
