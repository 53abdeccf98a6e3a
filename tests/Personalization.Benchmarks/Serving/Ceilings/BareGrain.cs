namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>Does nothing, in a grain.</summary>
internal sealed class BareGrain(BareList list) : Grain, IBareGrain
{
    private long _version;

    /// <inheritdoc/>
    public ValueTask<BareList> GetAsync() => ValueTask.FromResult(list);

    /// <inheritdoc/>
    public ValueTask<long> AcknowledgeAsync(string eventId) => ValueTask.FromResult(++_version);
}
