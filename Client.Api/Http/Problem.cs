using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>The body of an error response (RFC 9457), with every error listed.</summary>
internal sealed record Problem
{
    /// <summary>The stable problem type, <c>urn:personalization:problem:&lt;code&gt;</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The problem type in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The problem of this request.</summary>
    public string? Detail { get; init; }

    /// <summary>The request's path.</summary>
    public string? Instance { get; init; }

    /// <summary>The trace id of the request in the server's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>Every error found.</summary>
    public IReadOnlyList<ValidationError>? Errors { get; init; }
}
