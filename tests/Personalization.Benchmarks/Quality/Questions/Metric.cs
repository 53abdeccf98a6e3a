namespace Personalization.Benchmarks.Quality.Questions;

/// <summary>The metrics of a list, averaged over the questions.</summary>
internal enum Metric
{
    /// <summary>HR: whether any target is on the list.</summary>
    HitRate,

    /// <summary>
    /// nDCG: the sum of 1 / log2(rank + 1) over the targets found, over the same sum for a perfect list.
    /// </summary>
    Ndcg,

    /// <summary>MRR: 1 over the rank of the first target found.</summary>
    ReciprocalRank,

    /// <summary>Recall: the share of the targets found.</summary>
    Recall,

    /// <summary>Precision: the share of the list that is targets.</summary>
    Precision,

    /// <summary>
    /// MAP: the sum over the targets found of the precision up to their rank, over the number of targets.
    /// </summary>
    AveragePrecision,
}
