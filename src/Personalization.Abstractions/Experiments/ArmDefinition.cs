namespace Personalization.Abstractions.Experiments;

/// <summary>One arm of an experiment. Immutable.</summary>
/// <param name="Name">Its name, unique in the experiment.</param>
/// <param name="Weight">
/// Its part of the experiment's users, relative to the other arms' weights; above 0. Fixed once users are in it.
/// </param>
/// <param name="Patch">The parameters it changes; the control changes none.</param>
[GenerateSerializer, Immutable, Alias("Personalization.ArmDefinition")]
public sealed record ArmDefinition(
    [property: Id(0)] string Name,
    [property: Id(1)] double Weight,
    [property: Id(2)] VariantPatch Patch)
{
    /// <summary>An arm that changes nothing.</summary>
    public static ArmDefinition Control(string name = "control", double weight = 1) => new(name, weight, new());
}
