namespace Personalization.ClusterTests.EndToEnd;

/// <summary>The engine's answer for one event.</summary>
/// <param name="Event">The event.</param>
/// <param name="Status"><c>accepted</c>, <c>duplicate</c>, <c>rejected</c> or <c>unavailable</c>.</param>
/// <param name="Version">The first profile version that contains the event; 0 for none.</param>
internal readonly record struct Ack(WireEvent Event, string Status, long Version)
{
    /// <summary>True if the engine has promised to store the event.</summary>
    public bool IsStored => Status is "accepted" or "duplicate";
}
