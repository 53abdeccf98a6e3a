using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>An error answer as it goes over the wire (RFC 9457, with every error listed).</summary>
internal sealed record Problem
{
    /// <summary>The stable kind, <c>urn:personalization:problem:&lt;code&gt;</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The kind in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong with this very request.</summary>
    public string? Detail { get; init; }

    /// <summary>The path asked for.</summary>
    public string? Instance { get; init; }

    /// <summary>Finds this request in the server's log.</summary>
    public string? TraceId { get; init; }

    /// <summary>Every error found.</summary>
    public IReadOnlyList<ValidationError>? Errors { get; init; }
}
