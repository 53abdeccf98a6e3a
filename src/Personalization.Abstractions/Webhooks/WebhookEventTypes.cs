using System.Collections.Immutable;

namespace Personalization.Abstractions.Webhooks;

/// <summary>The types of the events that webhooks receive.</summary>
public static class WebhookEventTypes
{
    /// <summary>A rollout of a model version started.</summary>
    public const string RolloutStarted = "rollout.started";

    /// <summary>A model version passed its rollout and serves all users.</summary>
    public const string RolloutPromoted = "rollout.promoted";

    /// <summary>A rollout ended, and its users returned to the version before.</summary>
    public const string RolloutRolledBack = "rollout.rolledBack";

    /// <summary>A model version failed the gate or the shadow stage.</summary>
    public const string RolloutRefused = "rollout.refused";

    /// <summary>A person or a change of the live version stopped a rollout.</summary>
    public const string RolloutStopped = "rollout.stopped";

    /// <summary>A trained version failed the offline comparison.</summary>
    public const string TrainingRefused = "training.refused";

    /// <summary>A training ended without a version.</summary>
    public const string TrainingFailed = "training.failed";

    /// <summary>A pull of a feed was quarantined.</summary>
    public const string FeedQuarantined = "feed.quarantined";

    /// <summary>A person accepted the quarantined data of a feed.</summary>
    public const string FeedReleased = "feed.released";

    /// <summary>A feed is good again after a quarantined pull.</summary>
    public const string FeedRecovered = "feed.recovered";

    /// <summary>A primary metric of an experiment differs beyond chance.</summary>
    public const string ExperimentDecided = "experiment.decided";

    /// <summary>An arm of an experiment is worse than a guardrail allows.</summary>
    public const string ExperimentGuardrailBreached = "experiment.guardrailBreached";

    /// <summary>An experiment started, or continued after a pause.</summary>
    public const string ExperimentStarted = "experiment.started";

    /// <summary>An experiment was stopped.</summary>
    public const string ExperimentStopped = "experiment.stopped";

    /// <summary>The events of a client key differ from their history.</summary>
    public const string DataQualityBreak = "dataQuality.break";

    /// <summary>The events of a client key are usual again.</summary>
    public const string DataQualityRecovered = "dataQuality.recovered";

    /// <summary>The delivery that an operator asks for to try a receiver. It needs no subscription.</summary>
    public const string Test = "webhook.test";

    /// <summary>The types that a webhook can subscribe to.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        RolloutStarted, RolloutPromoted, RolloutRolledBack, RolloutRefused, RolloutStopped,
        TrainingRefused, TrainingFailed,
        FeedQuarantined, FeedReleased, FeedRecovered,
        ExperimentStarted, ExperimentStopped, ExperimentDecided, ExperimentGuardrailBreached,
        DataQualityBreak, DataQualityRecovered,
    ];
}
