namespace Personalization.Storage.Azure.EventLog;

/// <summary>An append about to be written.</summary>
/// <param name="Append">What is written.</param>
/// <param name="Head">The user's head it follows.</param>
internal readonly record struct AppendAttempt(PendingAppend Append, UserHead Head);
