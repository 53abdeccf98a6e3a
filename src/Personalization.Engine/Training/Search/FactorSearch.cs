using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training.Search;

/// <summary>The last step of the search for iALS hyperparameters, at full dimension.</summary>
/// <remarks>
/// <para>The candidates are the best parameters at low dimension, the same with other regularization, and two published
/// settings (Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS", 2021). A published setting with
/// equally good lists is taken when it ranks sampled negatives better. That metric has less noise, and it measures the
/// whole catalog instead of the top of the list.</para>
/// <para>The search then tries longer vectors with more epochs, where serving can afford them. The number of operations
/// limits the cost, not a clock, so that the choice is repeatable.</para>
/// </remarks>
internal sealed class FactorSearch
{
    /// <summary>The most multiplications of a trial training. A larger log is tried on a sample of its users.</summary>
    private const double MostTrialWork = 5e11;

    /// <summary>
    /// The most multiplications of a training with longer vectors: about half a minute on two threads.
    /// </summary>
    private const double MostWork = 2e12;

    /// <summary>
    /// The largest memory of longer vectors of all items, bytes. A scan reads all of it for one list.
    /// </summary>
    private const double MostBytes = 48e6;
    private const int MostLength = 256;
    private const double Longer = 1.5;
    private static readonly (float UnobservedWeight, float Regularisation)[] Published =
    [(0.3f, 0.007f), (0.1f, 0.003f)];

    private readonly TrainingLog _log;
    private readonly TrainingOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly int[] _users;
    private readonly SampledEvaluator _sampled;

    /// <summary>Creates the search.</summary>
    /// <param name="holdOut">The split of the log. All validation cases are used.</param>
    /// <param name="options">The training options.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public FactorSearch(HoldOut holdOut, TrainingOptions options, CancellationToken cancellationToken)
    {
        _log = holdOut.Train;
        _cases = holdOut.Validation;
        _options = options;
        _cancellationToken = cancellationToken;
        _users = [.. _cases.Select(testCase => testCase.User)];
        _sampled = new(_cases, _log.ItemCount, _options);
    }

    /// <summary>Chooses the parameters.</summary>
    /// <param name="start">The best parameters at low dimension.</param>
    /// <param name="choices">Receives the evidence.</param>
    public SourceParameters Run(SourceParameters start, List<ManifestChoice> choices)
    {
        TrainingLog part = _log.EveryUser(Math.Max(1, (int)Math.Ceiling(Work(_log, start) / MostTrialWork)));
        Dictionary<SourceParameters, FactorGains> gains = [];
        FactorGains GainsOf(SourceParameters parameters)
        {
            if (!gains.TryGetValue(parameters, out FactorGains? known))
            {
                gains[parameters] = known = Evaluate(part, parameters);
            }

            return known;
        }

        HyperparameterTrials<SourceParameters> trials = new(
            "factors at full dimension", start, _users, parameters => GainsOf(parameters).Lists);
        (string, SourceParameters)[] published = [.. Published.Select(pair => (
            FormattableString.Invariant(
                $"unobserved weight {pair.UnobservedWeight}, regularization {pair.Regularisation}"),
            start with { UnobservedWeight = pair.UnobservedWeight, Regularisation = pair.Regularisation }))];
        trials.Try(
            [0.3f, 3, 10], (p, times) => ($"regularization times {times}", Shrunk(_log, p, p.UnobservedWeight, times)));
        trials.Try(published);
        SourceParameters chosen = BestSampled(trials.End(choices), published, GainsOf, choices);
        if (Lengthened(chosen) is not { } longer)
        {
            return chosen;
        }

        // without sampling, the chosen parameters were already trained on the same log
        double[] shorter = part.EventCount == _log.EventCount
            ? GainsOf(chosen).Lists
            : Lists(Train(_log, chosen));
        return Lengthen(chosen, shorter, longer, choices);
    }

    /// <summary>
    /// Changes the unobserved weight, and scales the regularization of a typical user's vector by a factor.
    /// </summary>
    /// <param name="log">The log. It defines the typical user.</param>
    /// <param name="start">The parameters to change.</param>
    /// <param name="unobservedWeight">The new unobserved weight.</param>
    /// <param name="times">The factor of the effective regularization.</param>
    /// <remarks>
    /// The effective regularization grows with the unobserved weight and with the size of the catalog.
    /// </remarks>
    public static SourceParameters Shrunk(TrainingLog log, SourceParameters start, float unobservedWeight, float times)
    {
        float usual = (float)log.EventCount / Math.Max(1, log.Users);
        float ridge = start.Regularisation * (usual + (start.UnobservedWeight * log.ItemCount));
        return start with
        {
            UnobservedWeight = unobservedWeight,
            Regularisation = times * ridge / (usual + (unobservedWeight * log.ItemCount))
        };
    }

    /// <summary>Among settings with equally good lists, gets the one that ranks sampled negatives best.</summary>
    private SourceParameters BestSampled(
        SourceParameters start,
        (string Setting, SourceParameters Parameters)[] others,
        Func<SourceParameters, FactorGains> gains,
        List<ManifestChoice> choices)
    {
        HyperparameterTrials<SourceParameters> trials = new(
            "factors on sampled negatives", start, _users, parameters => gains(parameters).Sampled);
        trials.Try(others.Where(other => other.Parameters != start
            && PairedGain.Of(_users, gains(start).Lists, gains(other.Parameters).Lists).IsNoLoss));
        return trials.End(choices);
    }

    private SourceParameters Lengthen(
        SourceParameters start, double[] shorter, SourceParameters longer, List<ManifestChoice> choices)
    {
        HyperparameterTrials<SourceParameters> trials = new(
            "longer factors",
            start,
            _users,
            parameters => parameters == start ? shorter : Lists(Train(_log, parameters)));
        trials.Try(
            [(FormattableString.Invariant($"{longer.FactorLength} dimensions, {longer.FactorEpochs} epochs"), longer)]);
        return trials.End(choices);
    }

    private FactorGains Evaluate(TrainingLog log, SourceParameters parameters)
    {
        FactorSource source = Train(log, parameters);
        return new(Lists(source), _sampled.Gains(source, source.Parameters.Factors, _cancellationToken));
    }

    private double[] Lists(FactorSource source)
    {
        int factors = source.Parameters.Factors;
        return new SourceEvaluator(
            _cases, _log.ItemCount, 0, factors, _options.SessionGapMs, _options.ListLength)
            .Ndcgs(source, _options.Threads, _cancellationToken);
    }

    private FactorSource Train(TrainingLog log, SourceParameters parameters) => FactorTrainer.Train(
        log,
        SourceTrainer.WithEpochs(_options, parameters),
        SourceTrainer.FactorsOf(_options, parameters),
        _ => { },
        _cancellationToken);

    private SourceParameters? Lengthened(SourceParameters start)
    {
        int length = Math.Min(MostLength, (int)(_options.Factors * Longer) / 8 * 8);
        SourceParameters longer = start with { FactorLength = length, FactorEpochs = (int)(_options.Epochs * Longer) };
        bool fits = (double)_log.ItemCount * length * sizeof(float) <= MostBytes && Work(_log, longer) <= MostWork;
        return length > _options.Factors && fits ? longer : null;
    }

    /// <summary>Estimates the multiplications of a training.</summary>
    /// <remarks>The equations of a row have as many unknowns as the row has events, at most the dimension.</remarks>
    private double Work(TrainingLog log, SourceParameters parameters)
    {
        double length = parameters.FactorLength ?? _options.Factors;
        double work = 0;
        int[] chosen = new int[log.ItemCount];
        for (int user = 0; user < log.UserSlots; user++)
        {
            ReadOnlySpan<SignalEvent> events = log.EventsOf(user).Span;
            work += RowWork(events.Length, length);
            foreach (ref readonly SignalEvent happened in events)
            {
                chosen[happened.Item]++;
            }
        }

        return (parameters.FactorEpochs ?? _options.Epochs) * (work + chosen.Sum(count => RowWork(count, length)));
    }

    private static double RowWork(double observed, double length)
    {
        double unknowns = Math.Min(observed, length);
        return (observed * length * unknowns) + (unknowns * unknowns * unknowns / 3);
    }
}

/// <summary>The gains of factor models trained with one set of parameters, by case.</summary>
/// <param name="Lists">The NDCG of their own lists.</param>
/// <param name="Sampled">The expected NDCG among sampled negatives.</param>
internal sealed record FactorGains(double[] Lists, double[] Sampled);
