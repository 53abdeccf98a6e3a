namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>A grain without any logic.</summary>
internal sealed class BareGrain(BareList list) : Grain, IBareGrain
{
    private long _version;

    /// <inheritdoc/>
    public ValueTask<BareList> GetAsync() => ValueTask.FromResult(list);

    /// <inheritdoc/>
    public ValueTask<long> AcknowledgeAsync(string eventId) => ValueTask.FromResult(++_version);
}
