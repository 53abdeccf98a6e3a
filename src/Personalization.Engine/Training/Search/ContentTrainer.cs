using System.Globalization;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// Gives unseen and rarely seen items a factor vector predicted from their content, if this is better on the hold-out.
/// </summary>
/// <param name="content">The item content from the catalog.</param>
/// <param name="options">The training options.</param>
internal sealed class ContentTrainer(ItemContent content, TrainingOptions options)
{
    private const int MaxCases = 1000;

    // the starting point: for an item chosen once, its content still predicts better than its users
    private const int PriorBelow = 20;
    private const float PriorWeight = 10;
    private static readonly float[] Weights = [1, 100];

    /// <summary>The ids of the catalog items that the log does not contain.</summary>
    public IReadOnlyList<string> OtherIds { get; } = [.. content.Others.Select(item => item.Id.Value)];

    /// <summary>Chooses whether and how content is used.</summary>
    /// <param name="holdOut">The split of the log.</param>
    /// <param name="parts">The sources, trained on the events before the hold-out.</param>
    /// <param name="choices">Receives the evidence.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ManifestContent Choose(
        HoldOut holdOut, ModelParts parts, List<ManifestChoice> choices, CancellationToken cancellationToken)
    {
        if (ContentRegression.Learn(holdOut.Train, content, parts.Factors, null) is not { } trained)
        {
            return new(false, 0, 0, 0, 0);
        }

        ManifestContent start = new(true, trained.Ridge, PriorBelow, PriorWeight, trained.Explained);
        if (!options.Search || holdOut.Validation.Count < options.MinCases)
        {
            return start;
        }

        IReadOnlyList<EvaluationCase> cases = HoldOut.Thin(holdOut.Validation, MaxCases);
        SourceEvaluator evaluator = new(
            cases,
            parts.ItemCount + content.Others.Count,
            0,
            parts.Factors.Parameters.Factors,
            options.SessionGapMs,
            options.ListLength);
        int[] users = [.. cases.Select(testCase => testCase.User)];
        HyperparameterTrials<ManifestContent> trials = new("content", start, users, how => evaluator.Ndcgs(
            Apply(holdOut.Train, parts, how, cancellationToken).Factors, options.Threads, cancellationToken));
        trials.Try(
        [
            ("without content", start with { Used = false }),
            ("no prior for chosen items", start with { PriorBelow = 0 }),
            .. Weights.Select(weight => (
                string.Create(CultureInfo.InvariantCulture, $"prior weight {weight}"),
                start with { PriorWeight = weight })),
        ]);
        return trials.End(choices);
    }

    /// <summary>Adds content to trained sources.</summary>
    /// <param name="log">The log that the sources were trained on.</param>
    /// <param name="parts">The sources.</param>
    /// <param name="how">The chosen settings.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ModelParts Apply(TrainingLog log, ModelParts parts, ManifestContent how, CancellationToken cancellationToken)
    {
        if (!how.Used)
        {
            return parts;
        }

        if (ContentRegression.Learn(log, content, parts.Factors, how.Ridge) is not { } trained)
        {
            // an early part of the log may have too few items; its sources still match the others
            return parts.With(parts.Factors, null, []);
        }

        int[] chosen = ContentRegression.ChoiceCounts(log);
        float[]?[] priors = new float[]?[log.ItemCount];
        List<int> cold = [];
        for (int item = 0; item < chosen.Length; item++)
        {
            bool hasPrior = chosen[item] == 0 || chosen[item] < how.PriorBelow;
            priors[item] = hasPrior && content.Of(item) is { } entry ? trained.Map.VectorOf(entry) : null;
            if (chosen[item] == 0 && priors[item] is not null)
            {
                cold.Add(item);
            }
        }

        int size = parts.Factors.Parameters.Factors;
        float[] vectors = FactorTrainer.Around(
            log, options, parts.Factors, priors, chosen, how.PriorWeight, cancellationToken);
        float[] basis = FactorBasis.Of(vectors, size);
        FactorBasis.Turn(vectors, size, options.Threads);
        ContentMap map = trained.Map.Turned(basis);
        float[] all = [.. vectors];
        foreach (int item in cold)
        {
            map.VectorOf(content.Of(item)!)!.CopyTo(all, item * size);
        }

        float[][] others = [.. content.Others.Select(item => map.VectorOf(item) ?? new float[size])];
        return parts.With(new FactorSource(all, parts.Factors.Parameters, vectors), map, [.. cold]).With(others);
    }
}
