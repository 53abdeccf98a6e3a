namespace Personalization.Client.Api.Experiments;

/// <summary>The body of a change of an experiment, as it came in; may be missing but for <c>ramp</c>.</summary>
internal sealed record RawChange
{
    /// <summary>Why, for the record; at most 1,024 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>For <c>ramp</c>: the share of its slots that the experiment takes from now on, above 0 to 1.</summary>
    public double? Share { get; init; }
}
