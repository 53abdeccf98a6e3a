using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Items;

/// <summary>Source-generated JSON contracts of items.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Item))]
[JsonSerializable(typeof(Item[]))]
[JsonSerializable(typeof(ItemFields))]
[JsonSerializable(typeof(ItemPage))]
[JsonSerializable(typeof(ItemBatch))]
[JsonSerializable(typeof(ItemBatchResult))]
[JsonSerializable(typeof(ItemIds))]
internal sealed partial class ItemJson : JsonSerializerContext;

/// <summary>The body of a batch get.</summary>
internal sealed record ItemIds(IReadOnlyList<string> Ids);
