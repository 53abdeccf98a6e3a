using System.Text.Json.Serialization.Metadata;
using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>Model versions and their rollouts: <c>/v1/models</c>, <c>/v1/rollouts</c>.</summary>
public sealed class ModelsApi
{
    private const string Models = "v1/models";
    private const string Rollouts = "v1/rollouts";

    private readonly ApiConnection _api;

    internal ModelsApi(ApiConnection api) => _api = api;

    /// <summary>Gets all versions with their evaluations, and the training status.</summary>
    public Task<ModelCatalog> GetAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of(Models), OperationsJson.Default.ModelCatalog, cancellationToken);

    /// <summary>Starts a training on the whole event log.</summary>
    /// <param name="seed">The seed; null for the configured one.</param>
    /// <param name="cancellationToken">Cancels the call, not the training.</param>
    /// <exception cref="PersonalizationException">A training runs already, or training is held.</exception>
    public Task<TrainingStatus> TrainAsync(int? seed = null, CancellationToken cancellationToken = default) =>
        PostAsync(
            RoutePath.Of(Models).Then("train"),
            new OperationRequest { Seed = seed },
            OperationsJson.Default.TrainingStatus,
            cancellationToken);

    /// <summary>Makes a version live, even if it failed the promotion gate.</summary>
    public Task<ModelCatalog> PromoteAsync(string version, CancellationToken cancellationToken = default) => PostAsync(
        RoutePath.Of(Models).Id(version).Then("promote"),
        null,
        OperationsJson.Default.ModelCatalog,
        cancellationToken);

    /// <summary>Makes the previous version live.</summary>
    public Task<ModelCatalog> RollBackAsync(CancellationToken cancellationToken = default) => PostAsync(
        RoutePath.Of(Models).Then("rollback"), null, OperationsJson.Default.ModelCatalog, cancellationToken);

    /// <summary>Gets all rollouts, newest first.</summary>
    public async Task<IReadOnlyList<Rollout>> GetRolloutsAsync(CancellationToken cancellationToken = default)
    {
        RolloutList list = await _api.GetAsync(
            RoutePath.Of(Rollouts), OperationsJson.Default.RolloutList, cancellationToken).ConfigureAwait(false);
        return list.Rollouts ?? [];
    }

    /// <summary>Rolls a version out in stages. A failed stage rolls it back automatically.</summary>
    public Task<Rollout> StartRolloutAsync(string version, CancellationToken cancellationToken = default) => PostAsync(
        RoutePath.Of(Rollouts),
        new OperationRequest { Version = version },
        OperationsJson.Default.Rollout,
        cancellationToken);

    /// <summary>Withdraws a version from all users, even if it is live.</summary>
    public Task<Rollout> RollBackRolloutAsync(
        string version, string? reason = null, CancellationToken cancellationToken = default) => PostAsync(
            RoutePath.Of(Rollouts).Id(version).Then("rollback"),
            new OperationRequest { Reason = reason },
            OperationsJson.Default.Rollout,
            cancellationToken);

    /// <summary>Ends a rollout without a conclusion about the version.</summary>
    public Task<Rollout> StopRolloutAsync(
        string version, string? reason = null, CancellationToken cancellationToken = default) => PostAsync(
            RoutePath.Of(Rollouts).Id(version).Then("stop"),
            new OperationRequest { Reason = reason },
            OperationsJson.Default.Rollout,
            cancellationToken);

    private Task<T> PostAsync<T>(
        RoutePath path, OperationRequest? body, JsonTypeInfo<T> answer, CancellationToken cancellationToken) =>
        _api.SendAsync(
            HttpMethod.Post,
            path,
            body is null ? null : ApiConnection.Json(body, OperationsJson.Default.OperationRequest),
            false,
            answer,
            cancellationToken);
}
