using System.ComponentModel.DataAnnotations;

namespace Personalization.Client.Api.Experiments;

/// <summary>The body of an experiment change. Optional, except for <c>ramp</c>.</summary>
internal sealed record RawChange
{
    /// <summary>The reason, for the change log; at most 1,024 characters.</summary>
    [MaxLength(1_024)]
    public string? Reason { get; init; }

    /// <summary>For <c>ramp</c>: the new share of the experiment's slots, above 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double? Share { get; init; }
}
