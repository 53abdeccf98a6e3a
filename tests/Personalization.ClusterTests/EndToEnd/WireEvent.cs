namespace Personalization.ClusterTests.EndToEnd;

/// <summary>An event as a client sends it.</summary>
internal sealed record WireEvent(string EventId, string UserId, string Type, string ItemId);
