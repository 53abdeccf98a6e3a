namespace Personalization.Engine.Models;

/// <summary>The map from the catalogue to the factor model.</summary>
/// <param name="Used">Whether there is one: not when the catalogue explains nothing of the vectors, or lists were better without.</param>
/// <param name="Ridge">How strongly its coefficients are held small.</param>
/// <param name="PriorBelow">The vectors of items chosen fewer times than this are solved around their content's vector.</param>
/// <param name="PriorWeight">So many times the unobserved weight holds them there.</param>
/// <param name="Explained">Which share of the variance of left-out items' vectors it explained.</param>
internal sealed record ManifestContent(bool Used, float Ridge, int PriorBelow, float PriorWeight, double Explained);
