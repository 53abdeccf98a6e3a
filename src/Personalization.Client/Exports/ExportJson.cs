using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Exports;

/// <summary>Source-generated JSON contracts of exports.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ListExportQuery))]
[JsonSerializable(typeof(ExportedList))]
[JsonSerializable(typeof(CursorLine))]
[JsonSerializable(typeof(UserLine))]
internal sealed partial class ExportJson : JsonSerializerContext;

/// <summary>A user of an export.</summary>
internal sealed record UserLine(string Id);

/// <summary>The cursor of a line.</summary>
internal sealed record CursorLine(string? Cursor);
