namespace Personalization.Engine.Experiments.Assignment;

/// <summary>A share of the users that no experiment takes, so that what all experiments together have changed can be measured.</summary>
/// <param name="Name">Its name, which salts who is in it; a new name draws a new group.</param>
/// <param name="Share">The share held out, 0 to 1.</param>
public sealed record HoldoutDefinition(string Name, double Share)
{
    /// <summary>Nobody is held out.</summary>
    public static readonly HoldoutDefinition None = new("none", 0);
}
