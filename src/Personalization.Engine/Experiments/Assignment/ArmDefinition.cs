namespace Personalization.Engine.Experiments.Assignment;

/// <summary>One arm of an experiment.</summary>
/// <param name="Name">Its name, unique in the experiment.</param>
/// <param name="Weight">Its part of the experiment's users, against the other arms' weights; above 0. Never changed once users are in it.</param>
/// <param name="Patch">What it changes; the control changes nothing.</param>
public sealed record ArmDefinition(string Name, double Weight, VariantPatch Patch)
{
    /// <summary>An arm that changes nothing.</summary>
    public static ArmDefinition Control(string name = "control", double weight = 1) => new(name, weight, new());
}
