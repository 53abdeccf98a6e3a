namespace Personalization.Abstractions.Experiments;

/// <summary>The users of an arm. Immutable.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">Users exposed.</param>
/// <param name="PlannedShare">Its planned share of the experiment's users.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmResult")]
public sealed record ArmResult(
    [property: Id(0)] string Arm,
    [property: Id(1)] long Units,
    [property: Id(2)] double PlannedShare);
