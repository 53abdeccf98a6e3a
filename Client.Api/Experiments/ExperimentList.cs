namespace Personalization.Client.Api.Experiments;

/// <summary>The answer to <c>GET /v1/experiments</c>.</summary>
/// <param name="Experiments">All experiments, newest first.</param>
internal sealed record ExperimentList(IReadOnlyList<ExperimentResponse> Experiments);
