namespace Personalization.Engine.Experiments.Assignment;

/// <summary>A share of the users that enter no experiment. Immutable.</summary>
/// <param name="Name">The holdout's name, which salts the assignment. A new name draws a new group.</param>
/// <param name="Share">The share of users in the holdout, 0 to 1.</param>
/// <remarks>The holdout shows the combined effect of all experiments.</remarks>
public sealed record HoldoutDefinition(string Name, double Share)
{
    /// <summary>A holdout without users.</summary>
    public static readonly HoldoutDefinition None = new("none", 0);
}
