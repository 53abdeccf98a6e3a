using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>The experiment of a canary: the new version against the live one, with equal weights.</summary>
/// <remarks>
/// Equal weights make the comparison the same at every step. A version that one user in a hundred gets therefore takes
/// two in a hundred into the experiment.
/// </remarks>
public static class CanaryExperiment
{
    /// <summary>The metric of the reported lift.</summary>
    public const string Conversion = "conversion";

    /// <summary>The conversion metric as a guardrail.</summary>
    public const string ConversionFloor = "conversionFloor";

    /// <summary>The arm of the new version.</summary>
    public const string Treatment = "new";

    /// <summary>The arm of the live version.</summary>
    public const string Control = "live";

    /// <summary>
    /// Gets the share of the users in the experiment from the share of the users with the new version.
    /// </summary>
    public static double ShareOf(double users) => Math.Min(1, 2 * users);

    /// <summary>Creates the definition of the experiment.</summary>
    /// <param name="rollout">The rollout. Its share must be above 0.</param>
    /// <param name="now">The start of the experiment.</param>
    /// <param name="options">The metrics and their limits.</param>
    public static ExperimentDefinition Define(Rollout rollout, DateTimeOffset now, RolloutOptions options)
    {
        OutcomeDefinition outcome = new()
        {
            EventTypes = [options.ConversionEvent],
            Window = TimeSpan.FromHours(options.ConversionWindowHours)
        };
        MetricDefinition conversion =
            new() { Name = Conversion, Kind = MetricKind.Proportion, Role = MetricRole.Primary, Outcome = outcome };
        return new()
        {
            Name = rollout.Experiment,
            Arms = [ArmDefinition.Control(Control), new(Treatment, 1, new() { ModelVersion = rollout.Version })],
            Ramp = [new(now, ShareOf(rollout.Share))],
            Metrics = [conversion, conversion with
            {
                Name = ConversionFloor,
                Role = MetricRole.Guardrail,
                Margin = options.ConversionMargin
            }],
            PlannedUnits = options.PlannedUsers,
        };
    }
}
