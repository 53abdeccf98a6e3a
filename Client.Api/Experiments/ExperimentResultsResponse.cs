using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.Experiments;

/// <summary>The response to <c>GET /v1/experiments/{id}/results</c>. Valid at every interim analysis.</summary>
internal sealed record ExperimentResultsResponse
{
    /// <inheritdoc cref="ExperimentReport.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="ExperimentReport.Status"/>
    public required ExperimentStatus Status { get; init; }

    /// <inheritdoc cref="ExperimentReport.AsOf"/>
    public required DateTimeOffset AsOf { get; init; }

    /// <inheritdoc cref="ExperimentReport.IsMismatch"/>
    public required bool IsMismatch { get; init; }

    /// <inheritdoc cref="ExperimentReport.Breaches"/>
    public required IReadOnlyList<GuardrailBreach> Breaches { get; init; }

    /// <summary>
    /// The users of each arm, the sample ratio test, and each metric of each arm with its interval and verdict.
    /// </summary>
    public required ExperimentResults Results { get; init; }

    /// <summary>Converts a report.</summary>
    public static ExperimentResultsResponse Of(ExperimentReport report) => new()
    {
        Name = report.Name,
        Status = report.Status,
        AsOf = report.AsOf,
        IsMismatch = report.IsMismatch,
        Breaches = report.Breaches,
        Results = report.ReadResults(),
    };
}
