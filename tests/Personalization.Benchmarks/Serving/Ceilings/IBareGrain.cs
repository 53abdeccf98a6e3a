namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>The least a grain can do for a user.</summary>
[Alias("Personalization.Benchmarks.IBareGrain")]
internal interface IBareGrain : IGrainWithStringKey
{
    /// <summary>The same bytes every time.</summary>
    [Alias("Get")]
    ValueTask<BareList> GetAsync();

    /// <summary>Counts an event, and keeps nothing.</summary>
    [Alias("Acknowledge")]
    ValueTask<long> AcknowledgeAsync(string eventId);
}
