namespace Personalization.Engine.Experiments.Results;

/// <summary>How many users an arm has.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">Users exposed.</param>
/// <param name="PlannedShare">Its planned share of the experiment's users.</param>
public sealed record ArmResult(string Arm, long Units, double PlannedShare);
