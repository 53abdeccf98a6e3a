using System.Text.Json;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>Merchandising rules, placements and event types: <c>/v1/rules</c>, <c>/v1/placements</c>.</summary>
/// <remarks>
/// Rules and policies have many optional fields, so this area takes and returns the JSON of the API. The guide on rules
/// describes it.
/// </remarks>
public sealed class MerchandisingApi
{
    private const string Rules = "v1/rules";
    private const string Placements = "v1/placements";

    private readonly ApiConnection _api;

    internal MerchandisingApi(ApiConnection api) => _api = api;

    /// <summary>Gets all rules.</summary>
    public Task<JsonElement> GetRulesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of(Rules), cancellationToken);

    /// <summary>Gets the latest version of one rule.</summary>
    public Task<JsonElement> GetRuleAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of(Rules).Id(id), cancellationToken);

    /// <summary>Gets the versions of a rule, newest first.</summary>
    public Task<JsonElement> GetRuleHistoryAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of(Rules).Id(id).Then("history"), cancellationToken);

    /// <summary>Creates or replaces a rule.</summary>
    public Task<JsonElement> PutRuleAsync(string id, JsonElement rule, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, RoutePath.Of(Rules).Id(id), rule, true, cancellationToken);

    /// <summary>Deletes a rule.</summary>
    public Task DeleteRuleAsync(string id, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, RoutePath.Of(Rules).Id(id), null, true, cancellationToken);

    /// <summary>Compares the lists of users before and after a rule.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="request">
    /// For example <c>{"userIds":["ann"],"placement":"home"}</c>; with <c>rule</c> for a rule that is not stored.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<JsonElement> PreviewRuleAsync(
        string id, JsonElement request, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, RoutePath.Of(Rules).Id(id).Then("preview"), request, true, cancellationToken);

    /// <summary>Gets all placements and their policies.</summary>
    public Task<JsonElement> GetPlacementsAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of(Placements), cancellationToken);

    /// <summary>Gets one placement.</summary>
    public Task<JsonElement> GetPlacementAsync(string name, CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of(Placements).Id(name), cancellationToken);

    /// <summary>Creates or replaces a placement.</summary>
    public Task<JsonElement> PutPlacementAsync(
        string name, JsonElement placement, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, RoutePath.Of(Placements).Id(name), placement, true, cancellationToken);

    /// <summary>Deletes a placement.</summary>
    public Task DeletePlacementAsync(string name, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, RoutePath.Of(Placements).Id(name), null, true, cancellationToken);

    /// <summary>Gets the event types of the installation and their weights.</summary>
    public Task<JsonElement> GetEventTypesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RoutePath.Of("v1/event-types"), cancellationToken);

    private Task<JsonElement> GetAsync(RoutePath path, CancellationToken cancellationToken) =>
        _api.GetAsync(path, HttpJson.Default.JsonElement, cancellationToken);

    private Task<JsonElement> SendAsync(
        HttpMethod method, RoutePath path, JsonElement body, bool repeatable, CancellationToken cancellationToken) =>
        _api.SendAsync(
            method,
            path,
            ApiConnection.Json(body, HttpJson.Default.JsonElement),
            repeatable,
            HttpJson.Default.JsonElement,
            cancellationToken);
}
