namespace Personalization.Abstractions.EventLog;

/// <summary>Everything before was erased. Holds nothing of the user; keeps the sequence going, so that a late writer of before is still fenced.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ForgottenEntry")]
public sealed record ForgottenEntry : LogEntry;
