namespace Personalization.Engine.Evaluation.OffPolicy;

/// <summary>What a policy would have earned, by four estimators, and how far the log can tell.</summary>
public sealed record OffPolicyReport
{
    /// <summary>How many draws the log has.</summary>
    public required int Draws { get; init; }

    /// <summary>The mean reward of the logging policy itself.</summary>
    public required double Logged { get; init; }

    /// <summary>Inverse propensity scoring (Horvitz and Thompson 1952): unbiased when no weight was clipped, wide.</summary>
    public required OffPolicyEstimate Ips { get; init; }

    /// <summary>The same over the sum of the weights (Swaminathan and Joachims, "The self-normalized estimator for counterfactual learning", NeurIPS 2015).</summary>
    public required OffPolicyEstimate Snips { get; init; }

    /// <summary>The direct method: a model of the reward, asked about the judged policy. Narrow, and wrong where the model is; its interval knows of chance only.</summary>
    public required OffPolicyEstimate Dm { get; init; }

    /// <summary>Doubly robust (Dudik, Langford and Li, "Doubly robust policy evaluation and learning", ICML 2011), cross-fitted: right when the propensities or the model are.</summary>
    public required OffPolicyEstimate Dr { get; init; }

    /// <summary>How many draws of the judged policy itself the weighted log is worth (Kish).</summary>
    public required double EffectiveDraws { get; init; }

    /// <summary>The mean weight before clipping: near 1 when the propensities are right and the log covers what the judged policy does.</summary>
    public required double MeanWeight { get; init; }

    /// <summary>The share of the draws whose weight was clipped.</summary>
    public required double Clipped { get; init; }
}
