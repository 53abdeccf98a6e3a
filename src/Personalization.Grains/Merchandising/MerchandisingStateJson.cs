using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Grains.Merchandising;

/// <summary>Source-generated JSON of the stored rules. Names on disk are camel case; null is left out.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MerchandisingState))]
internal sealed partial class MerchandisingStateJson : JsonSerializerContext;
