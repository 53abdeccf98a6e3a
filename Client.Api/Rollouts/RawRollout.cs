namespace Personalization.Client.Api.Rollouts;

/// <summary>The body of a call on rollouts, as it came in; may be missing but for the start of one.</summary>
internal sealed record RawRollout
{
    /// <summary>To start: the model version to roll out.</summary>
    public string? Version { get; init; }

    /// <summary>To roll back or stop: why, for the audit log; at most 1,024 characters.</summary>
    public string? Reason { get; init; }
}
