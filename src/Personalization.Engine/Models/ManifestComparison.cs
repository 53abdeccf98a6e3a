namespace Personalization.Engine.Models;

/// <summary>How the learnt ranker did against the blend on one kind of list.</summary>
/// <param name="Used">Whether it ranks lists of this kind: only when it is better by two standard errors.</param>
/// <param name="Cases">How many validation cases it was compared on.</param>
/// <param name="Ndcg">What it reaches there.</param>
/// <param name="BlendNdcg">What the blend reaches there.</param>
/// <param name="Error">The standard error of the difference.</param>
internal sealed record ManifestComparison(bool Used, int Cases, double Ndcg, double BlendNdcg, double Error);
