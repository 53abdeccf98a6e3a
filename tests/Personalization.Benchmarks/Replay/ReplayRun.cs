using System.Collections.Immutable;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Quality.Questions;
using Personalization.Benchmarks.Quality.Rankers;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Replay;

/// <summary>Replays a log in the order of time: asks for a list, then gives the event.</summary>
/// <remarks>
/// The engine's list comes from the code of serving: the profile, the serving state and <see cref="ListComposer"/>. All
/// other rankers get the same events and the same filter.
/// </remarks>
internal sealed class ReplayRun
{
    private readonly ReplayLog _log;
    private readonly ReplayOptions _options;
    private readonly ReplayTrainer _trainer;
    private readonly PlacementPolicy _policy;
    private readonly ListComposer _composer = new(EventVocabulary.Default);
    private readonly ProfileOptions _profileOptions = new();
    private readonly Dictionary<string, UserProfile> _profiles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstOfUser = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _firstOfItem = new(StringComparer.Ordinal);

    private ReplayRun(ReplayLog log, ReplayOptions options, ReplayTrainer trainer)
    {
        _log = log;
        _options = options;
        _trainer = trainer;
        _policy = new PlacementPolicy { SeenItems = log.SeenItems };
    }

    /// <summary>Runs a replay.</summary>
    /// <param name="log">The log.</param>
    /// <param name="questions">The questions, in the order of the log.</param>
    /// <param name="options">The options.</param>
    /// <param name="trainer">The trainer of the models.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public static ReplayTable Run(
        ReplayLog log,
        ReplayQuestion[] questions,
        ReplayOptions options,
        ReplayTrainer trainer,
        CancellationToken cancellationToken) =>
        new ReplayRun(log, options, trainer).Run(questions, cancellationToken);

    private ReplayTable Run(ReplayQuestion[] questions, CancellationToken cancellationToken)
    {
        List<ReplayAnswer> answers = [];
        string[] names = [];
        int next = 0;
        for (int at = 0; at < _log.Events.Length && next < questions.Length; at++)
        {
            ReplayEvent happened = _log.Events[at];
            if (questions[next].At == at)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _trainer.Refresh(happened.TimeMs, cancellationToken);
                if (_trainer.Model is { } model)
                {
                    names = [ReplayTable.Engine, .. model.Makers.Select(maker => maker.Name)];
                    answers.Add(Answer(model, happened, questions[next].Target, cancellationToken));
                }

                next++;
            }

            Apply(happened, at);
        }

        return new(names, answers, _options.Length);
    }

    private void Apply(ReplayEvent happened, int at)
    {
        UserProfile profile = ProfileOf(happened.User);
        profile.Apply(ReplayTrainer.EntryOf(happened, at, profile.Version + 1));
        _ = _firstOfUser.TryAdd(happened.User, happened.TimeMs);
        _ = _firstOfItem.TryAdd(happened.Item, happened.TimeMs);
    }

    private UserProfile ProfileOf(string user)
    {
        if (!_profiles.TryGetValue(user, out UserProfile? profile))
        {
            _profiles.Add(user, profile = new(_profileOptions, EventVocabulary.Default));
        }

        return profile;
    }

    private ReplayAnswer Answer(
        ReplayModel model, ReplayEvent happened, ReplayTarget target, CancellationToken cancellationToken)
    {
        UserProfile profile = ProfileOf(happened.User);
        ModelSnapshot snapshot = model.Serving.Model!;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(happened.TimeMs);
        string? current = _log.SeenItems == SeenItems.Exclude || profile.Events.Count == 0
            ? null
            : profile.Events[^1].ItemId;
        int item = snapshot.Items.TryGet(happened.Item, out int number) ? number : -1;
        Question question = QuestionOf(snapshot, profile, current, item, now);
        ImmutableArray<(string Name, IListMaker Maker)> makers = model.Makers;
        int[] ranks = new int[makers.Length + 1];
        ranks[0] = Compose(model.Serving, profile, current, happened.Item, now, cancellationToken);
        int[] list = new int[_options.Length];
        for (int maker = 0; maker < makers.Length && item >= 0; maker++)
        {
            int count = makers[maker].Maker.Answer(question, list);
            ranks[maker + 1] = 1 + Array.IndexOf(list, item, 0, count);
        }

        return new(
            target,
            happened.User,
            happened.TimeMs,
            MomentOf(profile, happened.TimeMs, snapshot.Parts.SessionGapMs),
            _firstOfUser.TryGetValue(happened.User, out long first) ? happened.TimeMs - first : null,
            item >= 0 ? happened.TimeMs - _firstOfItem[happened.Item] : null,
            ranks);
    }

    /// <summary>Asks the engine as serving does, and gets the rank of the target.</summary>
    private int Compose(
        ServingState serving,
        UserProfile profile,
        string? current,
        string target,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        RecommendationFilter filter = new(serving, _policy, profile, null, null, now);
        int length = _options.Length + (current is null ? 0 : 1);
        ComposedList list = _composer.Compose(serving, profile, _policy, filter, length, now, cancellationToken);
        int rank = 0;
        foreach (RecommendedItem listed in list.Items)
        {
            if (listed.ItemId.Value == current)
            {
                continue;
            }

            if (++rank > _options.Length)
            {
                break;
            }

            if (listed.ItemId.Value == target)
            {
                return rank;
            }
        }

        return 0;
    }

    private Question QuestionOf(
        ModelSnapshot model, UserProfile profile, string? current, int target, DateTimeOffset now)
    {
        UserSignal signal = SignalBuilder.Build(profile, model.Items, EventVocabulary.Default, now);
        bool masksSeen = _log.SeenItems == SeenItems.Exclude;
        List<int> masked = [];
        foreach (string id in masksSeen ? profile.Items.Keys : current is null ? [] : [current])
        {
            if (model.Items.TryGet(id, out int number))
            {
                masked.Add(number);
            }
        }

        return new(signal, [target], [.. masked], []) { MasksSeen = masksSeen };
    }

    private static Moment MomentOf(UserProfile profile, long nowMs, long sessionGapMs) =>
        profile.Events.Count == 0 || nowMs - profile.Events[^1].TimeMs > sessionGapMs
            ? Moment.Opening
            : Moment.InSession;
}
