using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training.Search;

/// <summary>
/// The last choice of the factor model's parameters, among vectors as long as they will be: what short vectors found best, the same held smaller or less
/// small, and what Rendle, Krichene, Zhang and Koren found on other logs ("Revisiting the Performance of iALS", 2021). A published setting whose lists are as good is taken where it ranks given candidates
/// better: that is measured with less noise, and asks how well the model knows all the catalogue and not only its top. Then longer vectors with more epochs are asked for, where
/// serving can afford them. What it costs is bounded by counting operations, not by a clock, so that the choice can be repeated.
/// </summary>
internal sealed class FactorSearch
{
    /// <summary>A training that is only tried may take so many multiplications; a larger log is tried on a part of its users.</summary>
    private const double MostTrialWork = 5e11;

    /// <summary>A training of longer vectors may take so many: about half a minute on two threads.</summary>
    private const double MostWork = 2e12;

    /// <summary>Longer vectors of all items may take so much memory: a scan reads all of it for one list.</summary>
    private const double MostBytes = 48e6;
    private const int MostLength = 256;
    private const double Longer = 1.5;
    private static readonly (float UnobservedWeight, float Regularisation)[] Published = [(0.3f, 0.007f), (0.1f, 0.003f)];

    private readonly TrainingLog _log;
    private readonly TrainingOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly int[] _users;
    private readonly SampledEvaluator _given;

    /// <summary>Begins.</summary>
    /// <param name="holdOut">What is earlier than the validation cases, and those: all of them are asked.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public FactorSearch(HoldOut holdOut, TrainingOptions options, CancellationToken cancellationToken)
    {
        (_log, _cases, _options, _cancellationToken) = (holdOut.Train, holdOut.Validation, options, cancellationToken);
        _users = [.. _cases.Select(question => question.User)];
        _given = new(_cases, _log.ItemCount, _options);
    }

    /// <summary>Chooses.</summary>
    /// <param name="start">What short vectors found best.</param>
    /// <param name="choices">Takes down what was tried.</param>
    public SourceParameters Run(SourceParameters start, List<ManifestChoice> choices)
    {
        TrainingLog part = _log.EveryUser(Math.Max(1, (int)Math.Ceiling(Work(_log, start) / MostTrialWork)));
        Dictionary<SourceParameters, FactorGains> gains = [];
        FactorGains Gains(SourceParameters parameters) => gains.TryGetValue(parameters, out FactorGains? known) ? known : gains[parameters] = Judge(part, parameters);
        HyperparameterTrials<SourceParameters> trials = new("factors at full length", start, _users, parameters => Gains(parameters).Lists);
        (string, SourceParameters)[] published = [.. Published.Select(pair => (FormattableString.Invariant($"unobserved weight {pair.UnobservedWeight}, regularisation {pair.Regularisation}"),
            start with { UnobservedWeight = pair.UnobservedWeight, Regularisation = pair.Regularisation }))];
        trials.Try([0.3f, 3, 10], (p, times) => ($"regularisation times {times}", Shrunk(_log, p, p.UnobservedWeight, times)));
        trials.Try(published);
        SourceParameters chosen = Deepest(trials.End(choices), published, Gains, choices);
        return Lengthened(chosen) is { } longer ? Lengthen(chosen, longer, choices) : chosen;
    }

    /// <summary>Another unobserved weight with so many times what holds the vector of a usual user small: that grows with the unobserved weight and with the catalogue.</summary>
    public static SourceParameters Shrunk(TrainingLog log, SourceParameters start, float unobservedWeight, float times)
    {
        float usual = (float)log.EventCount / Math.Max(1, log.Users);
        float ridge = start.Regularisation * (usual + (start.UnobservedWeight * log.ItemCount));
        return start with { UnobservedWeight = unobservedWeight, Regularisation = times * ridge / (usual + (unobservedWeight * log.ItemCount)) };
    }

    /// <summary>Of settings whose lists are as good, what is best among given candidates.</summary>
    private SourceParameters Deepest(SourceParameters start, (string Setting, SourceParameters Parameters)[] others, Func<SourceParameters, FactorGains> gains, List<ManifestChoice> choices)
    {
        HyperparameterTrials<SourceParameters> trials = new("factors among given candidates", start, _users, parameters => gains(parameters).Given);
        trials.Try(others.Where(other => other.Parameters != start && PairedGain.Of(_users, gains(start).Lists, gains(other.Parameters).Lists).IsNoLoss));
        return trials.End(choices);
    }

    private SourceParameters Lengthen(SourceParameters start, SourceParameters longer, List<ManifestChoice> choices)
    {
        HyperparameterTrials<SourceParameters> trials = new("longer factors", start, _users, parameters => Lists(Train(_log, parameters)));
        trials.Try([(FormattableString.Invariant($"{longer.FactorLength} numbers, {longer.FactorEpochs} epochs"), longer)]);
        return trials.End(choices);
    }

    private FactorGains Judge(TrainingLog log, SourceParameters parameters)
    {
        FactorSource source = Train(log, parameters);
        return new(Lists(source), _given.Gains(source, source.Parameters.Factors, _cancellationToken));
    }

    private double[] Lists(FactorSource source) =>
        new SourceEvaluator(_cases, _log.ItemCount, 0, source.Parameters.Factors, _options.SessionGapMs, _options.ListLength).Ndcgs(source, _options.Threads, _cancellationToken);

    private FactorSource Train(TrainingLog log, SourceParameters parameters) =>
        FactorTrainer.Train(log, SourceTrainer.WithEpochs(_options, parameters), SourceTrainer.FactorsOf(_options, parameters), _ => { }, _cancellationToken);

    private SourceParameters? Lengthened(SourceParameters start)
    {
        int length = Math.Min(MostLength, (int)(_options.Factors * Longer) / 8 * 8);
        SourceParameters longer = start with { FactorLength = length, FactorEpochs = (int)(_options.Epochs * Longer) };
        bool fits = (double)_log.ItemCount * length * sizeof(float) <= MostBytes && Work(_log, longer) <= MostWork;
        return length > _options.Factors && fits ? longer : null;
    }

    /// <summary>About how many multiplications a training takes: a row's equations have as many unknowns as it has events, or as a vector has numbers.</summary>
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
