using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Client.Events;
using Personalization.Client.Http;
using Personalization.Client.Items;

namespace Personalization.Client.Exports;

/// <summary>
/// All items, events and users, and the lists of many users: <c>/v1/exports</c>. Needs the role manage or operate.
/// </summary>
/// <remarks>The answers are read as they arrive. An answer that breaks off throws <see cref="IOException"/>.</remarks>
public sealed class ExportsApi
{
    /// <summary>The items of the catalog.</summary>
    public const string Items = "items";

    /// <summary>The events of all users.</summary>
    public const string Events = "events";

    /// <summary>The ids of the users who have events.</summary>
    public const string Users = "users";

    private const string Path = "v1/exports";

    private readonly ApiConnection _api;

    internal ExportsApi(ApiConnection api) => _api = api;

    /// <summary>Opens an export as the API writes it. Dispose the stream.</summary>
    /// <param name="kind"><see cref="Items"/>, <see cref="Events"/> or <see cref="Users"/>.</param>
    /// <param name="query">What to export; null for all as NDJSON.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stream> OpenAsync(
        string kind, ExportQuery? query = null, CancellationToken cancellationToken = default)
    {
        query ??= new ExportQuery();
        RoutePath path = RoutePath.Of(Path).Id(kind)
            .With("format", query.Format)
            .With("cursor", query.Cursor)
            .With("since", query.Since?.ToString("O", CultureInfo.InvariantCulture))
            .With("cursors", query.Cursors ? "true" : null)
            .With("category", query.Category)
            .With("filter", query.Filter)
            .With("available", query.Available is { } available ? (available ? "true" : "false") : null);
        return OpenAsync(HttpMethod.Get, path, null, cancellationToken);
    }

    /// <summary>Opens an export of lists as the API writes it. Dispose the stream.</summary>
    /// <param name="query">The users and their lists.</param>
    /// <param name="format"><c>ndjson</c> or <c>csv</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Stream> OpenRecommendationsAsync(
        ListExportQuery query, string format = "ndjson", CancellationToken cancellationToken = default) => OpenAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Then("recommendations").With("format", format),
            ApiConnection.Json(query, ExportJson.Default.ListExportQuery),
            cancellationToken);

    /// <summary>Reads all items of the catalog.</summary>
    public IAsyncEnumerable<Item> ReadItemsAsync(
        ExportQuery? query = null, CancellationToken cancellationToken = default) => ReadAsync(
            OpenAsync(Items, (query ?? new ExportQuery()) with { Format = "ndjson" }, cancellationToken),
            ItemJson.Default.Item,
            static (item, _) => item,
            cancellationToken);

    /// <summary>Reads the events of all users, in the order of their receipt.</summary>
    public IAsyncEnumerable<ExportedEvent> ReadEventsAsync(
        ExportQuery? query = null, CancellationToken cancellationToken = default) => ReadAsync(
            OpenAsync(
                Events, (query ?? new ExportQuery()) with { Format = "ndjson", Cursors = true }, cancellationToken),
            EventJson.Default.InteractionEvent,
            static (happened, line) => new ExportedEvent(
                happened, JsonSerializer.Deserialize(line, ExportJson.Default.CursorLine)?.Cursor ?? string.Empty),
            cancellationToken);

    /// <summary>Reads the ids of the users who have events, in the order of their first events.</summary>
    public IAsyncEnumerable<string> ReadUsersAsync(
        ExportQuery? query = null, CancellationToken cancellationToken = default) => ReadAsync(
            OpenAsync(Users, (query ?? new ExportQuery()) with { Format = "ndjson" }, cancellationToken),
            ExportJson.Default.UserLine,
            static (user, _) => user.Id,
            cancellationToken);

    /// <summary>Reads the lists of users, in the order of the request.</summary>
    public IAsyncEnumerable<ExportedList> ReadRecommendationsAsync(
        ListExportQuery query, CancellationToken cancellationToken = default) => ReadAsync(
            OpenRecommendationsAsync(query, cancellationToken: cancellationToken),
            ExportJson.Default.ExportedList,
            static (list, _) => list,
            cancellationToken);

    private async Task<Stream> OpenAsync(
        HttpMethod method, RoutePath path, HttpContent? body, CancellationToken cancellationToken)
    {
        // The stream owns the connection; disposing it ends the response.
        HttpResponseMessage response = await _api.RunAsync(method, path, body, true, cancellationToken)
            .ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<TLine> ReadAsync<TJson, TLine>(
        Task<Stream> open,
        JsonTypeInfo<TJson> contract,
        Func<TJson, string, TLine> make,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = new(await open.ConfigureAwait(false));
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.Length > 0)
            {
                TJson json = JsonSerializer.Deserialize(line, contract)
                    ?? throw new InvalidDataException("A line of the export is null.");
                yield return make(json, line);
            }
        }
    }
}
