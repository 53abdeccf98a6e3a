using System.Text.Json;
using Orleans.Storage;

namespace Personalization.Grains.State;

/// <summary>
/// Stores grain state as plain JSON without type names, so that any later version reads it. Chosen explicitly: Orleans' own JSON
/// serializer writes assembly names and reads a stored false back as an initialised true.
/// </summary>
public sealed class GrainStateSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, typeof(T), GrainStateJson.Default));

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => (T)JsonSerializer.Deserialize(input.ToMemory().Span, typeof(T), GrainStateJson.Default)!;
}
