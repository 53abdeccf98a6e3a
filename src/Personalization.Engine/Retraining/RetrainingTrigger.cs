namespace Personalization.Engine.Retraining;

/// <summary>The condition that starts a retraining.</summary>
public enum RetrainingTrigger
{
    /// <summary>The last training is too long ago.</summary>
    Schedule,

    /// <summary>Many new events came in since the newest version was trained.</summary>
    Volume,

    /// <summary>Users choose other items than in the data the live version was trained on.</summary>
    Drift,
}
