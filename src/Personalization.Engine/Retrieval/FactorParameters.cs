namespace Personalization.Engine.Retrieval;

/// <summary>What the factor model needs at serving time besides its factors. Part of the manifest.</summary>
/// <param name="Factors">The length of a factor vector; a multiple of 8.</param>
/// <param name="UnobservedWeight">How much a pair nobody observed weighs against an observed one (alpha0 of the paper).</param>
/// <param name="Regularisation">Scales with a row's number of observed and unobserved entries (lambda of the paper, nu = 1).</param>
/// <param name="ConfidencePower">A footprint's confidence is its weight to this power.</param>
/// <param name="SessionDecay">The confidence is multiplied by this for every session gone by.</param>
internal sealed record FactorParameters(int Factors, float UnobservedWeight, float Regularisation, float ConfidencePower, float SessionDecay)
{
    /// <summary>The signed confidence of a footprint; negative when the user turned away.</summary>
    public float ConfidenceOf(in Interaction print)
    {
        float size = MathF.Pow(MathF.Abs(print.Weight), ConfidencePower) * MathF.Max(0.05f, MathF.Pow(SessionDecay, print.SessionsAgo));
        return print.Weight > 0 ? size : -size;
    }
}
