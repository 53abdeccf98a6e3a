using Orleans.Storage;

namespace Personalization.Hosting.Maintenance;

/// <summary>Stores <see cref="RawState"/> without changing its bytes.</summary>
internal sealed class RawStateSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(((RawState)(object)input!).Payload);

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => (T)(object)new RawState { Payload = input.ToMemory() };
}

/// <summary>The bytes of a grain state, which another store has serialized.</summary>
internal sealed record RawState
{
    /// <summary>The serialized state.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }
}
