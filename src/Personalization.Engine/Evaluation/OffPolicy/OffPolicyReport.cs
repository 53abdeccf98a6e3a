using Personalization.Abstractions.Experiments;

namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>The estimated reward of a policy by four estimators, with diagnostics.</summary>
public sealed record OffPolicyReport
{
    /// <summary>The number of draws in the log.</summary>
    public required int Draws { get; init; }

    /// <summary>The mean reward of the logging policy itself.</summary>
    public required double Logged { get; init; }

    /// <summary>Inverse propensity scoring (Horvitz and Thompson 1952). Unbiased without clipping; wide.</summary>
    public required OffPolicyEstimate Ips { get; init; }

    /// <summary>
    /// Self-normalized inverse propensity scoring (Swaminathan and Joachims, "The self-normalized estimator for
    /// counterfactual learning", NeurIPS 2015).
    /// </summary>
    public required OffPolicyEstimate Snips { get; init; }

    /// <summary>
    /// The direct method: a reward model evaluated on the policy. Narrow, and biased where the model is wrong. Its
    /// interval does not include that bias.
    /// </summary>
    public required OffPolicyEstimate Dm { get; init; }

    /// <summary>
    /// Doubly robust, cross-fitted (Dudik, Langford and Li, "Doubly robust policy evaluation and learning", ICML 2011).
    /// Consistent when either the propensities or the model are right.
    /// </summary>
    public required OffPolicyEstimate Dr { get; init; }

    /// <summary>The effective sample size of the weighted log (Kish).</summary>
    public required double EffectiveDraws { get; init; }

    /// <summary>
    /// The mean weight before clipping. It is near 1 when the propensities are right and the log covers the evaluated
    /// policy.
    /// </summary>
    public required double MeanWeight { get; init; }

    /// <summary>The share of the draws with a clipped weight.</summary>
    public required double Clipped { get; init; }
}

/// <summary>The result of one estimator.</summary>
/// <param name="Value">The estimated mean reward per draw of the evaluated policy.</param>
/// <param name="Interval">The bootstrap interval of the value.</param>
public sealed record OffPolicyEstimate(double Value, Interval Interval);
