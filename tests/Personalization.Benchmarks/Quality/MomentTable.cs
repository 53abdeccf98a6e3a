using System.Globalization;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Quality;

/// <summary>The choices of trainings at the moments of a visit, measured on users that did not choose.</summary>
internal sealed class MomentTable
{
    private static readonly string[] WeightNames = [.. ModelParts.SourceNames, "repeats", "content"];

    /// <summary>Gets the choices.</summary>
    public List<MomentRow> Choices { get; } = [];

    /// <summary>Adds the choices of one training; none for null.</summary>
    public void Add(int seed, ModelMoments? moments)
    {
        Add(seed, "unseen items", moments?.Fresh);
        Add(seed, "may repeat", moments?.Returning);
    }

    /// <summary>Gets the choices as Markdown.</summary>
    public string Text()
    {
        MarkdownTable table = new([
            "seed", "list", "moment", "cases", "NDCG", "common blend", "best single source", "weights"
        ]);
        foreach ((int seed, string list, string moment, MomentChoice choice) in Choices)
        {
            _ = table.Row([
                seed.ToString(CultureInfo.InvariantCulture),
                list,
                moment,
                choice.Cases.ToString(CultureInfo.InvariantCulture),
                Number(choice.Ndcg),
                $"{Number(choice.CommonNdcg)} (error {Number(choice.GainError)})",
                $"{choice.Source} {Number(choice.SourceNdcg)} (error {Number(choice.SourceError)})",
                choice.Weights is { } weights ? Text(weights) : "common"]);
        }

        return table.ToString();
    }

    private void Add(int seed, string list, ListMoments? moments)
    {
        if (moments is not null)
        {
            Choices.Add(new(seed, list, "opening", moments.Opening));
            Choices.Add(new(seed, list, "in session", moments.InSession));
        }
    }

    private static string Text(BlendWeights weights) => string.Join(' ', weights.ToArray()
        .Zip(WeightNames)
        .Where(pair => pair.First > 0)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Second} {pair.First:0.###}")));

    private static string Number(double value) => value.ToString(".0000", CultureInfo.InvariantCulture);
}
