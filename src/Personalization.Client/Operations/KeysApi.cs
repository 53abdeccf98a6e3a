using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>API keys and user tokens: <c>/v1/keys</c>, <c>/v1/tokens</c>.</summary>
public sealed class KeysApi
{
    private const string Path = "v1/keys";

    private readonly ApiConnection _api;

    internal KeysApi(ApiConnection api) => _api = api;

    /// <summary>Gets the keys, their last use, and the latest changes.</summary>
    public Task<KeyList> GetAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of(Path), OperationsJson.Default.KeyList, cancellationToken);

    /// <summary>Creates a key. Only this answer shows its text.</summary>
    /// <param name="name">The name for logs, limits and audit records.</param>
    /// <param name="role">The role: public, ingest, serve, manage or operate.</param>
    /// <param name="origins">The origins of a public key; null for other roles.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<NewApiKey> CreateAsync(
        string name,
        string role,
        IReadOnlyList<string>? origins = null,
        CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path),
            Body(new OperationRequest { Name = name, Role = role, Origins = origins }),
            false,
            OperationsJson.Default.NewApiKey,
            cancellationToken);

    /// <summary>Replaces the text of a key. The old text stays valid for a while.</summary>
    /// <param name="id">The key's id.</param>
    /// <param name="graceMinutes">How long the old text stays valid, minutes; null for 60.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<NewApiKey> RotateAsync(
        string id, int? graceMinutes = null, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Id(id).Then("rotate"),
            Body(new OperationRequest { GraceMinutes = graceMinutes }),
            false,
            OperationsJson.Default.NewApiKey,
            cancellationToken);

    /// <summary>Revokes a key for ever.</summary>
    public Task<ApiKey> RevokeAsync(string id, CancellationToken cancellationToken = default) => _api.SendAsync(
        HttpMethod.Delete, RoutePath.Of(Path).Id(id), null, true, OperationsJson.Default.ApiKey, cancellationToken);

    /// <summary>Issues a user token for a web page.</summary>
    /// <param name="userId">The user; null for a new anonymous user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<UserToken> IssueTokenAsync(string? userId = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of("v1/tokens"),
            Body(new OperationRequest { UserId = userId }),
            true,
            OperationsJson.Default.UserToken,
            cancellationToken);

    private static ByteArrayContent Body(OperationRequest body) =>
        ApiConnection.Json(body, OperationsJson.Default.OperationRequest);
}
