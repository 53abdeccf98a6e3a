namespace Personalization.Client.Api.Models;

/// <summary>The body of <c>POST /v1/models/train</c>, as it came in; may be missing.</summary>
internal sealed record RawTrain
{
    /// <summary>With the same events, the same seed gives the same model; the configured one when not given.</summary>
    public int? Seed { get; init; }
}
