using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Numerics;
using Personalization.Engine.Retrieval;
using Personalization.Engine.Training.Checkpoints;
using Personalization.Engine.Training.Sources;

namespace Personalization.Engine.Training.Search;

/// <summary>Chooses the parameters of the sources on validation cases by greedy coordinate search.</summary>
/// <remarks>
/// For each source the search tries alternatives of one parameter after the other. An alternative wins when its lists
/// are significantly better. Models that are slow to train are tried at a smaller size: short factor vectors on a
/// sample of the users, and a small linear model. <see cref="FactorSearch"/> then confirms the factor parameters at
/// full dimension. The search is deterministic.
/// </remarks>
internal sealed class HyperparameterSearch
{
    private const int MaxCases = 1000;
    private const int SearchFactors = 32;
    private const int SearchEpochs = 4;
    private const int SearchUsers = 20_000;
    private const int SearchMegabytes = 36;
    private const int SearchWeights = 1_500_000;
    private const float NoDecay = 1e9f;

    private readonly HoldOut _holdOut;
    private readonly TrainingLog _log;
    private readonly TrainingOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly IReadOnlyList<EvaluationCase> _cases;
    private readonly IReadOnlyList<EvaluationCase> _returning;
    private readonly int[] _users;
    private readonly TrainingSteps _steps;
    private readonly List<ManifestChoice> _choices = [];

    private HyperparameterSearch(
        HoldOut holdOut, TrainingOptions options, TrainingSteps steps, CancellationToken cancellationToken)
    {
        _holdOut = holdOut;
        _log = holdOut.Train;
        _options = options;
        _steps = steps;
        _cancellationToken = cancellationToken;
        _cases = HoldOut.Thin(holdOut.Validation, MaxCases);
        _returning = HoldOut.Thin(holdOut.Returning, MaxCases);
        _users = [.. _cases.Select(testCase => testCase.User)];
    }

    /// <summary>Chooses the parameters.</summary>
    /// <param name="holdOut">The split of the log.</param>
    /// <param name="options">
    /// The training options. Nothing is chosen without <c>Search</c> or with fewer validation cases than
    /// <c>MinCases</c>.
    /// </param>
    /// <param name="steps">Stores the result of each source's search.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public static (SourceParameters Parameters, IReadOnlyList<ManifestChoice> Choices) Run(
        HoldOut holdOut, TrainingOptions options, TrainingSteps steps, CancellationToken cancellationToken)
    {
        SourceParameters start = SourceParameters.From(options);
        if (!options.Search || holdOut.Validation.Count < options.MinCases)
        {
            return (start, []);
        }

        HyperparameterSearch search = new(holdOut, options, steps, cancellationToken);
        SourceParameters chosen = search.SearchStep(
            "sessions", start, p => p with { Sessions = search.Sessions(p.Sessions) });
        chosen = search.SearchStep("item-to-item", chosen, p => p with
        {
            CoVisitation = search.Pairs(
                CoVisitationSource.ItemToItem, p.CoVisitation, ItemToItem(p.CoVisitation), [1, 0.95f, 0.8f, 0.6f]),
        });
        chosen = search.SearchStep("transitions", chosen, p => p with
        {
            Transitions = search.Pairs(
                CoVisitationSource.Transitions, p.Transitions, Transitions(p.Transitions), [0.8f, 0.65f, 0.3f]),
        });
        chosen = search.SearchStep(
            "repeats", chosen, p => p with { Repeats = search.Repeats(p.Repeats ?? SourceParameters.FirstRepeats) });
        chosen = search.SearchStep("linear", chosen, search.Linear);
        chosen = search.SearchStep("factors", chosen, search.Factors);
        chosen = search.SearchStep("full-factors", chosen, search.FullFactors);
        return (chosen, search._choices);
    }

    private SourceParameters SearchStep(
        string source, SourceParameters start, Func<SourceParameters, SourceParameters> search)
    {
        ChosenParameters found = _steps.GetOrCompute($"choose-{source}", CheckpointJson.Default.ChosenParameters, () =>
        {
            int before = _choices.Count;
            SourceParameters chosen = search(start);
            IReadOnlyList<ManifestChoice> own = _choices[before..];
            _choices.RemoveRange(before, own.Count);
            return new(chosen, own);
        });
        _choices.AddRange(found.Choices);
        return found.Parameters;
    }

    private static (string, CoVisitationParameters)[] ItemToItem(CoVisitationParameters start) =>
    [
        (
            "cosine of all pairs",
            start with { Window = 100, StepDecay = 1, DecayMinutes = NoDecay, TargetPower = 0.5f, SeedPower = 0.5f }),
        ("walks over all pairs", start with
        {
            Window = 100,
            StepDecay = 1,
            DecayMinutes = NoDecay,
            TargetPower = 0.5f,
            SeedPower = 1,
            LengthPower = 1
        }),
        (
            "near pairs, rare items favored",
            start with { StepDecay = 0.85f, DecayMinutes = NoDecay, TargetPower = 0.3f, SeedPower = 0.7f }),
        ("near pairs, rare items favored, short time decay", start with { TargetPower = 0.3f, SeedPower = 0.5f }),
    ];

    private static (string, CoVisitationParameters)[] Transitions(CoVisitationParameters start) =>
    [
        ("short look-back", start with { Window = 5, StepDecay = 0.6f, Back = 0.4f }),
        ("rare items favored", start with { TargetPower = 0.3f, SeedPower = 0.7f }),
        (
            "short look-back, rare items favored",
            start with { Window = 5, StepDecay = 0.6f, Back = 0.4f, TargetPower = 0.3f, SeedPower = 0.7f }),
        (
            "longer window, rare items favored",
            start with { Window = 10, StepDecay = 0.8f, Back = 0.6f, TargetPower = 0.3f, SeedPower = 0.7f }),
    ];

    private SessionParameters Sessions(SessionParameters start)
    {
        SessionSource trained = SessionTrainer.Train(_log, _options, start);
        SourceEvaluator evaluator = EvaluatorOf(trained.Sessions.Rows, 8);
        HyperparameterTrials<SessionParameters> trials = new("sessions", start, _users, parameters => evaluator.Ndcgs(
            new SessionSource(trained.Sessions, trained.Index, parameters), _options.Threads, _cancellationToken));
        trials.Try(
            [1, 3, 10, NoDecay], (p, minutes) => ($"closeness {minutes} min", p with { ClosenessMinutes = minutes }));
        trials.Try([100, 500], (p, k) => ($"neighbours {k}", p with { Neighbours = (int)k }));
        trials.Try(
            [1, 0.8f, 0.65f, 0.5f],
            (p, decay) => ($"position decay {decay}", p with { Seeds = p.Seeds with { PositionDecay = decay } }));
        trials.Try([0.25f, 0.75f], (p, power) => ($"length power {power}", p with { LengthPower = power }));
        trials.Try([0, 1], (p, power) => ($"rarity power {power}", p with { RarityPower = power }));
        trials.Try(
            [1, 0.5f],
            (p, decay) => ($"session decay {decay}", p with { Seeds = p.Seeds with { SessionDecay = decay } }));
        return trials.End(_choices);
    }

    private SeedWeights Repeats(SeedWeights start)
    {
        if (_returning.Count < _options.MinCases)
        {
            return start;
        }

        SourceEvaluator evaluator = new(_returning, _log.ItemCount, 0, 8, _options.SessionGapMs, _options.ListLength);
        int[] users = [.. _returning.Select(testCase => testCase.User)];
        HyperparameterTrials<SeedWeights> trials = new(
            "repeats",
            start,
            users,
            seeds => evaluator.Ndcgs(new RepeatSource(seeds), _options.Threads, _cancellationToken));
        trials.Try(
            [0.5f, 0.85f, 0.95f], (seeds, decay) => ($"position decay {decay}", seeds with { PositionDecay = decay }));
        trials.Try([0.8f, 0.5f], (seeds, decay) => ($"session decay {decay}", seeds with { SessionDecay = decay }));
        trials.Try([0, 1, 2], (seeds, power) => ($"weight power {power}", seeds with { WeightPower = power }));
        return trials.End(_choices);
    }

    private CoVisitationParameters Pairs(
        string name,
        CoVisitationParameters start,
        (string Name, CoVisitationParameters Parameters)[] ways,
        float[] decays)
    {
        SourceEvaluator evaluator = EvaluatorOf(0, 8);
        CoVisitationSource? trained = null;
        CoVisitationParameters? trainedWith = null;
        HyperparameterTrials<CoVisitationParameters> trials = new(name, start, _users, parameters =>
        {
            if (trainedWith is null || trainedWith with { Seeds = parameters.Seeds } != parameters)
            {
                (trained, trainedWith) = (
                    CoVisitationTrainer.Train(_log, _options, parameters, _cancellationToken), parameters);
            }

            return evaluator.Ndcgs(
                new CoVisitationSource(trained!.Neighbours, parameters.Seeds), _options.Threads, _cancellationToken);
        });
        trials.Try(ways);
        trials.Try(
            decays,
            (p, decay) => ($"position decay {decay}", p with { Seeds = p.Seeds with { PositionDecay = decay } }));
        trials.Try(
            [1, 0.5f],
            (p, decay) => ($"session decay {decay}", p with { Seeds = p.Seeds with { SessionDecay = decay } }));
        trials.Try(
            [Interactions.Capacity],
            (p, limit) => ($"all the user's items", p with { Seeds = p.Seeds with { Limit = (int)limit } }));
        return trials.End(_choices);
    }

    private SourceParameters Linear(SourceParameters start)
    {
        int megabytes = Math.Min(SearchMegabytes, _options.LinearMegabytes);
        Adjacency rows = ChosenItems.Of(_log);
        SourceEvaluator evaluator = EvaluatorOf(0, 8);
        Adjacency? weights = null;
        LinearPenalty trained = default;
        HyperparameterTrials<SourceParameters> trials = new("linear", start, _users, parameters =>
        {
            LinearPenalty penalty = new(parameters.Ridge, parameters.LinearDropout ?? 0);
            if (trained != penalty)
            {
                trained = penalty;
                weights = LinearTrainer.Train(
                    rows,
                    _log.ItemCount,
                    penalty,
                    megabytes,
                    _options.Threads,
                    _cancellationToken,
                    SearchWeights,
                    isWhole: false);
            }

            return evaluator.Ndcgs(
                new LinearSource(weights!, parameters.LinearSeeds), _options.Threads, _cancellationToken);
        });
        if (megabytes > 0)
        {
            trials.Try([50, 600, 1500], (p, value) => ($"ridge {value}", p with { Ridge = value }), isEven: true);
            trials.Try(
                [0.25f, 0.5f],
                (p, value) => ($"dropout {value}", p with { LinearDropout = value }),
                isEven: true);
            trials.Try([0.97f, 0.9f, 0.75f], (p, decay) => (
                $"position decay {decay}", p with { LinearSeeds = p.LinearSeeds with { PositionDecay = decay } }));
            trials.Try([0.5f], (p, decay) => (
                $"session decay {decay}", p with { LinearSeeds = p.LinearSeeds with { SessionDecay = decay } }));
        }

        return trials.End(_choices);
    }

    private SourceParameters Factors(SourceParameters start)
    {
        TrainingOptions small = Small();
        TrainingLog sample = _log.EveryUser(1 + (_log.Users / SearchUsers));
        SourceEvaluator evaluator = EvaluatorOf(0, small.Factors);
        HyperparameterTrials<SourceParameters> trials = new("factors", start, _users, parameters => evaluator.Ndcgs(
            FactorTrainer.Train(
                sample,
                small,
                SourceTrainer.FactorsOf(small, parameters),
                _ => { },
                _cancellationToken), _options.Threads, _cancellationToken));
        trials.Try(
            [0.03f, 0.1f, 0.3f, 3],
            (p, times) => ($"regularization times {times}", FactorSearch.Shrunk(_log, p, p.UnobservedWeight, times)));
        trials.Try(
            [0.03f, 0.1f, 0.3f, 1],
            (p, value) => ($"unobserved weight {value}", FactorSearch.Shrunk(_log, p, value, 1)));
        trials.Try([0.3f, 3], (p, times) => (
            $"regularization again times {times}", FactorSearch.Shrunk(_log, p, p.UnobservedWeight, times)));
        return trials.End(_choices);
    }

    private SourceParameters FullFactors(SourceParameters start) =>
        Small() == _options ? start : new FactorSearch(_holdOut, _options, _cancellationToken).Run(start, _choices);

    private TrainingOptions Small() => _options with
    {
        Factors = Math.Min(SearchFactors, _options.Factors),
        Epochs = Math.Min(SearchEpochs, _options.Epochs)
    };

    private SourceEvaluator EvaluatorOf(int sessions, int factors) =>
        new(_cases, _log.ItemCount, sessions, factors, _options.SessionGapMs, _options.ListLength);
}
