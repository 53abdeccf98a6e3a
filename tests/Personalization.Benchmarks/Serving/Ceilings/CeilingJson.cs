using System.Text.Json;
using System.Text.Json.Serialization;
using Personalization.Abstractions.Events;

namespace Personalization.Benchmarks.Serving.Ceilings;

/// <summary>The source-generated JSON serializer of the ceilings.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RawEvent))]
[JsonSerializable(typeof(BareAck))]
internal sealed partial class CeilingJson : JsonSerializerContext;
