namespace Personalization.Abstractions.EventLog;

/// <summary>A user with entries in a part of the log.</summary>
/// <param name="UserKey">The user's key.</param>
/// <param name="LastSequence">The sequence number of the user's last entry in the part.</param>
public readonly record struct LogPartUser(string UserKey, long LastSequence);
