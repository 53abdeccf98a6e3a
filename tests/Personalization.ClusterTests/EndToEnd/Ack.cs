namespace Personalization.ClusterTests.EndToEnd;

/// <summary>What the engine said of one event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or <c>unavailable</c>.</param>
/// <param name="Version">The profile's version that contains it; 0 when it is in none.</param>
internal readonly record struct Ack(WireEvent Event, string Status, long Version)
{
    /// <summary>Whether the engine has promised to keep the event.</summary>
    public bool IsKept => Status is "accepted" or "duplicate";
}
