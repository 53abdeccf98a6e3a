namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>The minimal work of a grain for a user.</summary>
[Alias("Personalization.Benchmarks.IBareGrain")]
internal interface IBareGrain : IGrainWithStringKey
{
    /// <summary>Gets a constant list.</summary>
    [Alias("Get")]
    ValueTask<BareList> GetAsync();

    /// <summary>Counts an event and stores nothing.</summary>
    [Alias("Acknowledge")]
    ValueTask<long> AcknowledgeAsync(string eventId);
}
