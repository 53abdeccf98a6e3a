using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.Import;

/// <summary>
/// Reads lines in the API's format. An event without an <c>eventId</c> gets one from the line's hash.
/// </summary>
/// <remarks>The API checks the fields.</remarks>
internal sealed class NdjsonFormat(ImportKind kind = ImportKind.Events) : OneKindFormat(kind)
{
    private static readonly string[] Texts = ["eventId", "userId", "type", "itemId", "id", "mergedInto"];

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<ImportLine> ReadAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((long number, string text) in LineReader.ReadAsync(file, Encoding.UTF8, cancellationToken))
        {
            yield return ReadLine(number, text);
        }
    }

    private ImportLine ReadLine(long number, string text)
    {
        JsonObject? line;
        try
        {
            line = JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException error)
        {
            return ImportLine.Reject(number, $"Line {number} is malformed: {error.Message}");
        }

        if (line is null)
        {
            return ImportLine.Reject(number, $"Line {number} must be a JSON object.");
        }

        string[] wrong =
        [.. Texts.Where(name => line[name] is { } value && value.GetValueKind() != JsonValueKind.String)];
        if (wrong.Length > 0)
        {
            return ImportLine.Reject(number, string.Join(' ', wrong.Select(name => $"{name} must be a string.")));
        }

        bool changed = false;
        if (Kind == ImportKind.Events)
        {
            changed = line.Remove("cursor"); // of an export
            if (line["eventId"] is null)
            {
                line["eventId"] = EventLine.IdOf("nd", number, text);
                changed = true;
            }
        }

        string id = (string?)line[Kind == ImportKind.Events ? "eventId" : "id"] ?? string.Empty;
        return new ImportLine(
            number,
            (string?)line["userId"] ?? string.Empty,
            id,
            Encoding.UTF8.GetBytes(changed ? line.ToJsonString() : text.Trim()),
            null);
    }
}
