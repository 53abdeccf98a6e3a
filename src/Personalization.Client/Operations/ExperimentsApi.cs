using Personalization.Client.Http;

namespace Personalization.Client.Operations;

/// <summary>Experiments and their results: <c>/v1/experiments</c>.</summary>
public sealed class ExperimentsApi
{
    private const string Path = "v1/experiments";

    private readonly ApiConnection _api;

    internal ExperimentsApi(ApiConnection api) => _api = api;

    /// <summary>Gets all experiments, newest first.</summary>
    public async Task<IReadOnlyList<Experiment>> GetAsync(CancellationToken cancellationToken = default)
    {
        ExperimentList list = await _api.GetAsync(
            RoutePath.Of(Path), OperationsJson.Default.ExperimentList, cancellationToken).ConfigureAwait(false);
        return list.Experiments ?? [];
    }

    /// <summary>Gets one experiment.</summary>
    public Task<Experiment> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync(RoutePath.Of(Path).Id(name), OperationsJson.Default.Experiment, cancellationToken);

    /// <summary>Gets the present results. They are valid at any time.</summary>
    public Task<ExperimentReport> GetResultsAsync(string name, CancellationToken cancellationToken = default) =>
        _api.GetAsync(
            RoutePath.Of(Path).Id(name).Then("results"), OperationsJson.Default.ExperimentReport, cancellationToken);

    /// <summary>Registers a draft.</summary>
    public Task<Experiment> CreateAsync(
        ExperimentDefinition definition, CancellationToken cancellationToken = default) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path),
            ApiConnection.Json(definition, OperationsJson.Default.ExperimentDefinition),
            false,
            OperationsJson.Default.Experiment,
            cancellationToken);

    /// <summary>Starts a draft or resumes a paused experiment.</summary>
    public Task<Experiment> StartAsync(
        string name, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "start", new OperationRequest { Reason = reason }, cancellationToken);

    /// <summary>Stops new assignments. Assigned users keep their arm.</summary>
    public Task<Experiment> PauseAsync(
        string name, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "pause", new OperationRequest { Reason = reason }, cancellationToken);

    /// <summary>Ends the experiment for all users. Its results stay available.</summary>
    public Task<Experiment> StopAsync(
        string name, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "stop", new OperationRequest { Reason = reason }, cancellationToken);

    /// <summary>Increases the share of its slots that the experiment uses.</summary>
    /// <param name="name">The experiment.</param>
    /// <param name="share">The new share, above 0 to 1.</param>
    /// <param name="reason">The reason for the change log; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<Experiment> RampAsync(
        string name, double share, string? reason = null, CancellationToken cancellationToken = default) =>
        ChangeAsync(name, "ramp", new OperationRequest { Share = share, Reason = reason }, cancellationToken);

    private Task<Experiment> ChangeAsync(
        string name, string action, OperationRequest body, CancellationToken cancellationToken) => _api.SendAsync(
            HttpMethod.Post,
            RoutePath.Of(Path).Id(name).Then(action),
            ApiConnection.Json(body, OperationsJson.Default.OperationRequest),
            false,
            OperationsJson.Default.Experiment,
            cancellationToken);
}
