namespace Personalization.ClusterTests.EndToEnd;

/// <summary>A profile as shown.</summary>
/// <param name="Version">Its version.</param>
/// <param name="RecentEvents">Event ids, newest first.</param>
internal sealed record WireProfile(long Version, IReadOnlyList<string> RecentEvents);
