using System.Collections.Immutable;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Quality.Peers;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Datasets;
using Personalization.Engine.Evaluation;
using Personalization.Engine.Models;
using Personalization.Engine.Ranking;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Rollouts;
using Personalization.Engine.Training;

namespace Personalization.Benchmarks.Replay;

/// <summary>Refreshes the model of a replay as the engine does in production.</summary>
/// <remarks>
/// A training reads the events before the last full interval ends, and takes no time. It knows the live model, so that
/// it may reuse the live model's choices. A version that the promotion gate refuses does not replace the live one. A
/// training without a question until the next one is left out.
/// </remarks>
/// <param name="log">The replayed log.</param>
/// <param name="options">The options.</param>
/// <param name="output">Receives a line for each training.</param>
internal sealed class ReplayTrainer(ReplayLog log, ReplayOptions options, TextWriter output)
{
    private readonly TrainingLogBuilder _builder = new(EventVocabulary.Default);
    private readonly long _intervalMs = options.RefreshHours * 3_600_000L;
    private long _trainedTo = long.MinValue;
    private int _fed;
    private LiveModel? _live;
    private PeerSettings? _peers;

    /// <summary>Gets the model that serves; null before the first training.</summary>
    public ReplayModel? Model { get; private set; }

    /// <summary>Gets the number of trainings that made their own choices.</summary>
    public int Full { get; private set; }

    /// <summary>Gets the number of trainings that reused the choices of the live model.</summary>
    public int Refreshes { get; private set; }

    /// <summary>Gets the number of versions that the promotion gate refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Gets the processor time of all trainings, seconds.</summary>
    public double ProcessorSeconds { get; private set; }

    /// <summary>Gets the number of intervals with at least one question.</summary>
    public static int Count(ReplayLog log, IEnumerable<ReplayQuestion> questions, int refreshHours) => questions
        .Select(question => log.Events[question.At].TimeMs / (refreshHours * 3_600_000L))
        .Distinct()
        .Count();

    /// <summary>Creates the entry of an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="at">The index of the event in the log; makes its id.</param>
    /// <param name="sequence">The number of the entry in the user's log, from 1.</param>
    public static EventEntry EntryOf(ReplayEvent happened, int at, long sequence)
    {
        DateTimeOffset time = DateTimeOffset.FromUnixTimeMilliseconds(happened.TimeMs);
        return new()
        {
            Sequence = sequence,
            ReceivedAt = time,
            Event = new()
            {
                EventId = FormattableString.Invariant($"e{at}"),
                UserId = UserId.Create(happened.User),
                ItemId = ItemId.Create(happened.Item),
                Type = happened.Type,
                OccurredAt = time,
            },
        };
    }

    /// <summary>Trains the version that serves at a time, unless it serves already.</summary>
    public void Refresh(long timeMs, CancellationToken cancellationToken)
    {
        long boundary = timeMs / _intervalMs * _intervalMs;
        if (boundary <= _trainedTo)
        {
            return;
        }

        _trainedTo = boundary;
        for (; _fed < log.Events.Length && log.Events[_fed].TimeMs < boundary; _fed++)
        {
            _builder.Add(new(_fed + 1, log.Events[_fed].User, EntryOf(log.Events[_fed], _fed, 1)));
        }

        TrainingLog known = _builder.Build();
        if (known.EventCount > 0)
        {
            Train(known, boundary, cancellationToken);
        }
    }

    private void Train(TrainingLog known, long boundaryMs, CancellationToken cancellationToken)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(boundaryMs);
        TrainingOptions training = new() { Seed = options.Seed, Threads = options.Threads };
        TrainedModel trained = ModelTrainer.Train(
            known, training, FormattableString.Invariant($"replay-{boundaryMs}"), now, null, cancellationToken, _live);
        double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        ProcessorSeconds += seconds;
        ModelSnapshot model = ModelSnapshot.Load(trained.Version.Version, trained.Files);
        bool isRefresh = model.Manifest!.RefreshOf is not null;
        Refreshes += isRefresh ? 1 : 0;
        Full += isRefresh ? 0 : 1;
        bool isRefused = trained.Version.Status == ModelVersionStatus.Refused
            || (_live is { } live && PromotionGateEvaluator.LossOf(
                trained.Version, live.Model.Version, training.MinCases, new()) is not null);
        Refused += isRefused ? 1 : 0;
        output.WriteLine(FormattableString.Invariant(
            $"  {now:yyyy-MM-dd HH:mm}: {known.EventCount:N0} events, {(isRefresh ? "refresh" : "own choices")}, ")
            + FormattableString.Invariant($"{seconds:0.0} s of processor time{(isRefused ? ", refused" : "")}"));
        ImmutableArray<(string Name, IListMaker Maker)> peers =
            [.. PeersOf(known, training).Select(peer => (peer.Name, peer.NewMaker()))];
        if (!isRefused || Model is null)
        {
            _live = new(model, trained.Version.LastEventAt ?? now);
            Model = new(ServingState.Create(model, CatalogSnapshot.Empty), MakersOf(model), peers);
        }

        // Items are numbered by the time of their first events, so a later log keeps the numbers of the live model.
        Model = Model with { Peers = peers };
    }

    private static ImmutableArray<(string Name, IListMaker Maker)> MakersOf(ModelSnapshot model) =>
    [
        .. Variants(model).Select(variant => (variant.Name, new EngineRanker(variant.Model).NewMaker())),
        .. model.Parts.Sources.Select(source =>
            (ReplayTable.SourcePrefix + source.Name, new SourceRanker(model.Parts, source).NewMaker())),
    ];

    /// <summary>Trains the peers, with settings chosen at the first training.</summary>
    private IEnumerable<ScoreRanker> PeersOf(TrainingLog known, TrainingOptions training)
    {
        if (!options.Peers)
        {
            return [];
        }

        _peers ??= PeerRankers.Choose(known, training, log.SeenItems == SeenItems.Allow);
        return PeerRankers.Train(known, _peers, training);
    }

    /// <summary>Gets the version without its learned ranker, and with one blend for all moments.</summary>
    private static IEnumerable<(string Name, ModelSnapshot Model)> Variants(ModelSnapshot model)
    {
        ModelManifest manifest = model.Manifest!;
        MomentBlends fresh = model.Moments?.Fresh?.Over(manifest.Blend.Weights) ?? manifest.Blend.Weights;
        MomentBlends returning = model.Moments?.Returning?.Over(manifest.Returning.Weights)
            ?? manifest.Returning.Weights;
        yield return ("blends without ranker", new("blends", model.Items, model.Parts, fresh, returning));
        yield return ("common blend", new(
            "common", model.Items, model.Parts, manifest.Blend.Weights, manifest.Returning.Weights));
    }
}
