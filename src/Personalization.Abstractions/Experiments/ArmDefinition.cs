namespace Personalization.Abstractions.Experiments;

/// <summary>One arm of an experiment. Immutable.</summary>
/// <param name="Name">The arm's name, unique in the experiment.</param>
/// <param name="Weight">
/// The arm's part of the experiment's users relative to the other arms' weights, above 0. Cannot change once the
/// experiment has users.
/// </param>
/// <param name="Patch">The parameters the arm changes; the control changes none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmDefinition")]
public sealed record ArmDefinition(
    [property: Id(0)] string Name,
    [property: Id(1)] double Weight,
    [property: Id(2)] VariantPatch Patch)
{
    /// <summary>Creates an arm that changes nothing.</summary>
    public static ArmDefinition Control(string name = "control", double weight = 1) => new(name, weight, new());
}
