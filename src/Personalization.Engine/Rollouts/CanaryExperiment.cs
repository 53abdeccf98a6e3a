using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Rollouts;

namespace Personalization.Engine.Rollouts;

/// <summary>
/// The experiment that a canary is: two arms of the same weight, the live version and the new one, so that what is compared is the same at every step; a version that
/// a hundredth of the users get takes two hundredths into the experiment.
/// </summary>
public static class CanaryExperiment
{
    /// <summary>The metric whose lift is reported.</summary>
    public const string Conversion = "conversion";

    /// <summary>The same as a guardrail.</summary>
    public const string ConversionFloor = "conversionFloor";

    /// <summary>The arm that gets the version.</summary>
    public const string Treatment = "new";

    /// <summary>The arm measured beside it.</summary>
    public const string Control = "live";

    /// <summary>The share of the users an experiment takes for a share of the users who get the version.</summary>
    public static double ShareOf(double users) => Math.Min(1, 2 * users);

    /// <summary>Makes the definition.</summary>
    /// <param name="rollout">The rollout; its share must be above 0.</param>
    /// <param name="now">From when it takes users.</param>
    /// <param name="options">What is measured.</param>
    public static ExperimentDefinition Define(Rollout rollout, DateTimeOffset now, RolloutOptions options)
    {
        OutcomeDefinition outcome = new() { EventTypes = [options.ConversionEvent], Window = TimeSpan.FromHours(options.ConversionWindowHours) };
        MetricDefinition conversion = new() { Name = Conversion, Kind = MetricKind.Proportion, Role = MetricRole.Primary, Outcome = outcome };
        return new()
        {
            Name = rollout.Experiment,
            Arms = [ArmDefinition.Control(Control), new(Treatment, 1, new() { ModelVersion = rollout.Version })],
            Ramp = [new(now, ShareOf(rollout.Share))],
            Metrics = [conversion, conversion with { Name = ConversionFloor, Role = MetricRole.Guardrail, Margin = options.ConversionMargin }],
            PlannedUnits = options.PlannedUsers,
        };
    }
}
