namespace Personalization.Engine.Training.Sources;

/// <summary>The penalty of the weights of the linear model.</summary>
/// <remarks>
/// Dropout is the rate at which a denoising autoencoder would hide the user's items in training. Its expectation is a
/// square penalty that grows with an item's count: Steck, "Autoencoders that don't overfit towards the Identity"
/// (EDLAE, 2020). Often chosen items then explain less of the others.
/// </remarks>
/// <param name="Ridge">The regularization that is equal for all items, above 0.</param>
/// <param name="Dropout">The rate, 0 to below 1.</param>
internal readonly record struct LinearPenalty(float Ridge, float Dropout = 0)
{
    /// <summary>Returns the penalty of the weights that come from an item.</summary>
    /// <param name="users">The number of users who chose the item.</param>
    public float Of(float users) => Ridge + (users * Dropout / (1 - Dropout));
}
