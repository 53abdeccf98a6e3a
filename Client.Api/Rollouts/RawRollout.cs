using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Rollouts;

/// <summary>The body of a rollout request. Optional, except to start a rollout.</summary>
internal sealed record RawRollout
{
    /// <summary>The model version to roll out; to start only.</summary>
    [MaxLength(256)]
    public string? Version { get; init; }

    /// <summary>The reason for the audit log, at most 1,024 characters; to roll back or stop only.</summary>
    [MaxLength(1_024)]
    public string? Reason { get; init; }
}
