using System.Text.Json;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>
/// Health, overview and settings of the engine: <c>/health</c>, <c>/v1/overview</c>, <c>/v1/settings</c>.
/// </summary>
public sealed class HealthApi
{
    private readonly ApiConnection _api;

    internal HealthApi(ApiConnection api) => _api = api;

    /// <summary>Gets whether the API process runs.</summary>
    public Task<HealthReport> GetLiveAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of("health/live"), OperationsJson.Default.HealthReport, cancellationToken);

    /// <summary>Gets whether the API can serve lists and store events.</summary>
    /// <exception cref="PersonalizationException">A check fails.</exception>
    public Task<HealthReport> GetReadyAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of("health/ready"), OperationsJson.Default.HealthReport, cancellationToken);

    /// <summary>Gets the rates, times and counts of the API process, as the API writes them.</summary>
    public Task<JsonElement> GetOverviewAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of("v1/overview"), HttpJson.Default.JsonElement, cancellationToken);

    /// <summary>Gets the settings of the API process that answers.</summary>
    public async Task<IReadOnlyList<Setting>> GetSettingsAsync(CancellationToken cancellationToken = default) =>
        (await _api.GetAsync(RoutePath.Of("v1/settings"), OperationsJson.Default.SettingList, cancellationToken)
            .ConfigureAwait(false)).Settings ?? [];
}
