using System.Net;
using Personalization.Client.Http;

namespace Personalization.Client.Users;

/// <summary>Profiles, preferences, merges and erasure: <c>/v1/users</c>.</summary>
public sealed class UsersApi
{
    private const string Path = "v1/users";

    private readonly ApiConnection _api;

    internal UsersApi(ApiConnection api) => _api = api;

    /// <summary>Gets a profile with the latest events; null when the user is unknown.</summary>
    public async Task<UserProfile?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _api.GetAsync(RoutePath.Of(Path).Id(id), UserJson.Default.UserProfile, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PersonalizationException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gets one page of the users who were active lately, latest activity first.</summary>
    /// <param name="query">The start of the id; null for all users.</param>
    /// <param name="cursor">The cursor of the previous page; null for the first page.</param>
    /// <param name="count">The number of users of the page; null for the default of the API.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<UserPage> BrowseAsync(
        string? query = null,
        string? cursor = null,
        int? count = null,
        CancellationToken cancellationToken = default) => _api.GetAsync(
            RoutePath.Of(Path).With("query", query).With("cursor", cursor).With("count", count),
            UserJson.Default.UserPage,
            cancellationToken);

    /// <summary>Gets active users with a similar taste, most similar first. Needs the role manage or operate.</summary>
    /// <param name="id">The user's id.</param>
    /// <param name="count">The most users, 1 to 200; null for the default of the API.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PersonalizationException">The user is unknown.</exception>
    public Task<UserMatches> SimilarAsync(
        string id, int? count = null, CancellationToken cancellationToken = default) => _api.GetAsync(
            RoutePath.Of(Path).Id(id).Then("similar").With("count", count),
            UserJson.Default.UserMatches,
            cancellationToken);

    /// <summary>Replaces the stated preferences that are not null and keeps the others.</summary>
    public Task<ProfileChange> SetPreferencesAsync(
        string id, UserPreferences preferences, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Put,
            RoutePath.Of(Path).Id(id),
            ApiConnection.Json(preferences, UserJson.Default.UserPreferences),
            true,
            UserJson.Default.ProfileChange,
            cancellationToken);

    /// <summary>Merges another user, for example an anonymous visitor, into a user.</summary>
    /// <param name="id">The user that stays.</param>
    /// <param name="from">The user that is merged.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<MergeResult> MergeAsync(string id, string from, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, from, "merge", cancellationToken);

    /// <summary>Undoes a merge of the last 24 hours.</summary>
    public Task<MergeResult> UnmergeAsync(string id, string from, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, from, "unmerge", cancellationToken);

    /// <summary>Gets all log entries of a user as NDJSON, oldest first. Dispose the stream.</summary>
    /// <exception cref="PersonalizationException">The user is unknown.</exception>
    public async Task<Stream> ExportAsync(string id, CancellationToken cancellationToken = default)
    {
        // The stream owns the connection; disposing it ends the response.
        HttpResponseMessage response = await _api.RunAsync(
            HttpMethod.Get, RoutePath.Of(Path).Id(id).Then("export"), null, true, cancellationToken)
            .ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Erases the events, the profile and the lists of a user.</summary>
    public Task<ErasureResult> ForgetAsync(string id, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Delete, RoutePath.Of(Path).Id(id), null, true, UserJson.Default.ErasureResult, cancellationToken);

    private Task<MergeResult> ChangeAsync(
        string id, string from, string action, CancellationToken cancellationToken) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Id(id).Then(action),
            ApiConnection.Json(new MergeRequest(from), UserJson.Default.MergeRequest),
            true,
            UserJson.Default.MergeResult,
            cancellationToken);
}
