using Personalization.Engine.Candidates;

namespace Personalization.Engine.Training;

/// <summary>What is not for an installation to set: the parameters of the sources, chosen on held-out purchases inside the training part of a real shop's log.
/// What mattered there: votes and pairs weighed by closeness in time, raw counts, no weighing of a vote by event type. How strongly
/// the user's own items are weighed by age and event type hardly mattered.</summary>
internal sealed record SourceParameters
{
    /// <summary>The session source's.</summary>
    public SessionParameters Sessions { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 200, 0.5f, 0.5f, 3f);

    /// <summary>The factor source's confidence power.</summary>
    public float ConfidencePower { get; init; } = 0.5f;

    /// <summary>The factor source's decay per session gone by.</summary>
    public float FactorSessionDecay { get; init; } = 0.9f;

    /// <summary>The co-visitation source's.</summary>
    public CoVisitationParameters CoVisitation { get; init; } = new(new(32, 0.9f, 0.9f, 0.3f), 20, 0.7f, 2);
}
