using Personalization.Engine.Candidates;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;

namespace Personalization.Engine.Training;

/// <summary>
/// The last choice of the factor model's parameters, among vectors as long as they will be: what short vectors found best, the same held smaller or less
/// small, and what Rendle, Krichene, Zhang and Koren found on other logs ("Revisiting the Performance of iALS", 2021). Then longer vectors with more epochs are asked for, where
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

    /// <summary>Begins.</summary>
    /// <param name="holdOut">What is earlier than the validation cases, and those: all of them are asked.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public FactorSearch(HoldOut holdOut, TrainingOptions options, CancellationToken cancellationToken)
    {
        (_log, _cases, _options, _cancellationToken) = (holdOut.Train, holdOut.Validation, options, cancellationToken);
    }

    /// <summary>Chooses.</summary>
    /// <param name="start">What short vectors found best.</param>
    /// <param name="choices">Takes down what was tried.</param>
    public SourceParameters Run(SourceParameters start, List<ManifestChoice> choices)
    {
        TrainingLog part = _log.EveryUser(Math.Max(1, (int)Math.Ceiling(Work(_log, start) / MostTrialWork)));
        Trials<SourceParameters> trials = Begin("factors at full length", start, part);
        trials.Try([0.3f, 3, 10], (p, times) => ($"regularisation times {times}", Shrunk(_log, p, p.UnobservedWeight, times)));
        trials.Try(Published.Select(pair => (FormattableString.Invariant($"unobserved weight {pair.UnobservedWeight}, regularisation {pair.Regularisation}"),
            start with { UnobservedWeight = pair.UnobservedWeight, Regularisation = pair.Regularisation })));
        SourceParameters chosen = trials.End(choices);
        return Lengthened(chosen) is { } longer ? Lengthen(chosen, longer, choices) : chosen;
    }

    /// <summary>Another unobserved weight with so many times what holds the vector of a usual user small: that grows with the unobserved weight and with the catalogue.</summary>
    public static SourceParameters Shrunk(TrainingLog log, SourceParameters start, float unobservedWeight, float times)
    {
        float usual = (float)log.EventCount / Math.Max(1, log.Users);
        float ridge = start.Regularisation * (usual + (start.UnobservedWeight * log.ItemCount));
        return start with { UnobservedWeight = unobservedWeight, Regularisation = times * ridge / (usual + (unobservedWeight * log.ItemCount)) };
    }

    private SourceParameters Lengthen(SourceParameters start, SourceParameters longer, List<ManifestChoice> choices)
    {
        Trials<SourceParameters> trials = Begin("longer factors", start, _log);
        trials.Try([(FormattableString.Invariant($"{longer.FactorLength} numbers, {longer.FactorEpochs} epochs"), longer)]);
        return trials.End(choices);
    }

    private Trials<SourceParameters> Begin(string name, SourceParameters start, TrainingLog log) =>
        new(name, start, [.. _cases.Select(question => question.User)], parameters =>
        {
            FactorParameters factors = SourceTrainer.FactorsOf(_options, parameters);
            SourceJudge judge = new(_cases, _log.ItemCount, 0, factors.Factors, _options.SessionGapMs, _options.ListLength);
            FactorSource source = FactorTrainer.Train(log, SourceTrainer.WithEpochs(_options, parameters), factors, _ => { }, _cancellationToken);
            return judge.Ndcgs(source, _options.Threads, _cancellationToken);
        });

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
