namespace Personalization.Benchmarks.Experiments.OffPolicy;

/// <summary>The files of an off-policy evaluation, and what is known of the truth.</summary>
/// <param name="Log">The log of a policy that draws items at random.</param>
/// <param name="Other">The log of the evaluated policy.</param>
/// <param name="Priors">The file with the evaluated policy's priors; null without one.</param>
/// <param name="Campaign">The campaign in the file with the priors.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="TrueLog">The true reward rate of <paramref name="Log"/>'s policy; null if unknown.</param>
/// <param name="TrueOther">The true reward rate of <paramref name="Other"/>'s policy; null if unknown.</param>
internal sealed record OffPolicyInput(
    string Log,
    string Other,
    string? Priors,
    string Campaign,
    BanditColumns Columns,
    double? TrueLog,
    double? TrueOther)
{
    /// <summary>The click rate of Thompson sampling on all of the published men's campaign.</summary>
    private const double PublishedThompson = 0.0067;

    /// <summary>The click rate of the random policy on all of the published men's campaign.</summary>
    private const double PublishedRandom = 0.0051;

    private const string PublishedCampaign = "men";

    /// <summary>Gets the input of a folder with the Open Bandit data.</summary>
    /// <param name="folder">The folder with <c>random</c>, <c>bts</c> and <c>prior_bts.yaml</c>.</param>
    /// <param name="campaign">The campaign: the name of the .csv files.</param>
    public static OffPolicyInput Of(string folder, string campaign)
    {
        string priors = Path.Combine(folder, "prior_bts.yaml");
        bool isPublished = campaign == PublishedCampaign;
        return new(
            Path.Combine(folder, "random", campaign + ".csv"),
            Path.Combine(folder, "bts", campaign + ".csv"),
            File.Exists(priors) ? priors : null,
            campaign,
            BanditColumns.OpenBandit,
            isPublished ? PublishedRandom : null,
            isPublished ? PublishedThompson : null);
    }
}
