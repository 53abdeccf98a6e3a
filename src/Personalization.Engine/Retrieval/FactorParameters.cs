namespace Personalization.Engine.Retrieval;

/// <summary>Parameters of the factor model at serving time. Part of the manifest.</summary>
/// <param name="Factors">The length of a factor vector; a multiple of 8.</param>
/// <param name="UnobservedWeight">The weight of an unobserved pair against an observed pair (alpha0 in the
/// paper).</param>
/// <param name="Regularisation">The regularization; scales with the number of observed and unobserved entries of a row
/// (lambda in the paper, nu = 1).</param>
/// <param name="ConfidencePower">The exponent of the weight of an interaction in its confidence.</param>
/// <param name="SessionDecay">The factor of the confidence per past session; 0 to 1.</param>
internal sealed record FactorParameters(
    int Factors, float UnobservedWeight, float Regularisation, float ConfidencePower, float SessionDecay)
{
    /// <summary>Returns the signed confidence of an interaction; negative for a disliked item.</summary>
    public float ConfidenceOf(in Interaction interaction)
    {
        float decay = MathF.Max(0.05f, MathF.Pow(SessionDecay, interaction.SessionsAgo));
        float size = MathF.Pow(MathF.Abs(interaction.Weight), ConfidencePower) * decay;
        return interaction.Weight > 0 ? size : -size;
    }
}
