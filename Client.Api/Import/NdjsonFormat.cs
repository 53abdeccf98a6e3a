using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Client.Api.Events;
using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Import;

/// <summary>
/// Reads events in the API's format, one per line. An event without an <c>eventId</c> gets one from the line's hash.
/// </summary>
internal sealed class NdjsonFormat : IImportFormat
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ImportLine> ReadEventsAsync(
        string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach ((long number, string text) in LineReader.ReadAsync(file, Encoding.UTF8, cancellationToken))
        {
            yield return ReadLine(number, text);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ImportLine> ReadItemsAsync(string file, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<ImportLine>();

    private static ImportLine ReadLine(long number, string text)
    {
        ReadOnlySequence<byte> utf8 = new(Encoding.UTF8.GetBytes(text));
        ParsedElement<RawEvent> read = JsonBody.ReadLine(utf8, 0, (int)number, RawEventReader.Read);
        if (read.Value is null || read.Errors.Count > 0)
        {
            return ImportLine.Reject(number, string.Join(' ', read.Errors.Select(error => error.Message)));
        }

        RawEvent raw = read.Value.EventId is null
            ? read.Value with { EventId = ImportEvent.IdOf("nd", number, text) }
            : read.Value;
        return new ImportLine(
            number,
            raw.UserId ?? string.Empty,
            raw.EventId!,
            JsonSerializer.SerializeToUtf8Bytes(raw, EventJson.Default.RawEvent),
            null);
    }
}
