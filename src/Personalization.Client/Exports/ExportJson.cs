using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Exports;

/// <summary>Source-generated JSON contracts of exports.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListExportQuery))]
[JsonSerializable(typeof(ExportedList))]
[JsonSerializable(typeof(CursorLine))]
internal sealed partial class ExportJson : JsonSerializerContext;

/// <summary>The cursor of a line.</summary>
internal sealed record CursorLine(string? Cursor);
