using System.Text.Json;
using Orleans.Storage;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Serializes states as plain JSON with every value.</summary>
public sealed class ShopStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input));

    public T Deserialize<T>(BinaryData input) => JsonSerializer.Deserialize<T>(input)!;
}
