namespace Personalization.Engine.Retraining;

/// <summary>Why a retraining starts: the condition, with the figure that reached its limit.</summary>
/// <param name="Trigger">The condition.</param>
/// <param name="Value">
/// The figure: hours since the last training, new events, or the median population stability index of the last windows.
/// </param>
/// <param name="Limit">The figure's limit, in the same unit.</param>
public sealed record RetrainingReason(RetrainingTrigger Trigger, double Value, double Limit);
