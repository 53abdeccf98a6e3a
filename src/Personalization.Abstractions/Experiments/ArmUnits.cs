namespace Personalization.Abstractions.Experiments;

/// <summary>How many users an arm has.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Units">Users exposed to it.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmUnits")]
public sealed record ArmUnits([property: Id(0)] string Arm, [property: Id(1)] long Units);
