using System.Globalization;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training.Search;

/// <summary>Makes items that nobody, or hardly anybody, has met known to the factor model by what the catalogue says of them, as far as that is better on the hold-out.</summary>
/// <param name="content">The catalogue.</param>
/// <param name="options">How the model is trained.</param>
internal sealed class ContentTrainer(ItemContent content, TrainingOptions options)
{
    private const int MaxCases = 1000;

    // where the search begins: an item chosen once is still known better by its content than by who chose it
    private const int PriorBelow = 20;
    private const float PriorWeight = 10;
    private static readonly float[] Weights = [1, 100];

    /// <summary>The ids of the items nobody has met that stand beside those of the log.</summary>
    public IReadOnlyList<string> OtherIds { get; } = [.. content.Others.Select(item => item.Id.Value)];

    /// <summary>Chooses whether and how the catalogue is used.</summary>
    /// <param name="holdOut">The log before the cases, and those.</param>
    /// <param name="parts">The sources trained on it.</param>
    /// <param name="choices">Takes the evidence.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ManifestContent Choose(HoldOut holdOut, ModelParts parts, List<ManifestChoice> choices, CancellationToken cancellationToken)
    {
        if (ContentRegression.Learn(holdOut.Train, content, parts.Factors, null) is not { } learnt)
        {
            return new(false, 0, 0, 0, 0);
        }

        ManifestContent start = new(true, learnt.Ridge, PriorBelow, PriorWeight, learnt.Explained);
        if (!options.Search || holdOut.Validation.Count < options.MinCases)
        {
            return start;
        }

        IReadOnlyList<EvaluationCase> cases = HoldOut.Thin(holdOut.Validation, MaxCases);
        SourceEvaluator judge = new(cases, parts.ItemCount + content.Others.Count, 0, parts.Factors.Parameters.Factors, options.SessionGapMs, options.ListLength);
        HyperparameterTrials<ManifestContent> trials = new("content", start, [.. cases.Select(question => question.User)], how => judge.Ndcgs(
            Apply(holdOut.Train, parts, how, cancellationToken).Factors, options.Threads, cancellationToken));
        trials.Try(
        [
            ("without content", start with { Used = false }), ("no prior for items chosen at all", start with { PriorBelow = 0 }),
            .. Weights.Select(weight => (string.Create(CultureInfo.InvariantCulture, $"prior weight {weight}"), start with { PriorWeight = weight })),
        ]);
        return trials.End(choices);
    }

    /// <summary>The sources with what the catalogue adds.</summary>
    /// <param name="log">What the sources were trained on.</param>
    /// <param name="parts">The sources.</param>
    /// <param name="how">As chosen.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ModelParts Apply(TrainingLog log, ModelParts parts, ManifestContent how, CancellationToken cancellationToken)
    {
        if (!how.Used)
        {
            return parts;
        }

        if (ContentRegression.Learn(log, content, parts.Factors, how.Ridge) is not { } learnt)
        {
            // an early part of the log may have too few items; its sources are still those of the rest
            return parts.With(parts.Factors, null, []);
        }

        int[] met = ContentRegression.Met(log);
        float[]?[] priors = new float[]?[log.ItemCount];
        List<int> cold = [];
        for (int item = 0; item < met.Length; item++)
        {
            priors[item] = met[item] == 0 || met[item] < how.PriorBelow ? content.Of(item) is { } entry ? learnt.Map.VectorOf(entry) : null : null;
            if (met[item] == 0 && priors[item] is not null)
            {
                cold.Add(item);
            }
        }

        int size = parts.Factors.Parameters.Factors;
        float[] vectors = FactorTrainer.Around(log, options, parts.Factors, priors, met, how.PriorWeight, cancellationToken);
        float[] basis = FactorBasis.Of(vectors, size);
        FactorBasis.Turn(vectors, size, options.Threads);
        ContentMap map = learnt.Map.Turned(basis);
        float[] all = [.. vectors];
        foreach (int item in cold)
        {
            map.VectorOf(content.Of(item)!)!.CopyTo(all, item * size);
        }

        float[][] others = [.. content.Others.Select(item => map.VectorOf(item) ?? new float[size])];
        return parts.With(new FactorSource(all, parts.Factors.Parameters, vectors), map, [.. cold]).With(others);
    }
}
