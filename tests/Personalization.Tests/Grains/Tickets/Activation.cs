using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Grains.DataQuality;
using Personalization.Grains.Experiments;
using Personalization.Grains.Retraining;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>The writing parts of one activation of a user, without a silo.</summary>
internal sealed class Activation
{
    private const string User = "ann";

    private readonly UserHistory _history;
    private readonly UserIntake _intake;
    private readonly TimeProvider _time;
    private readonly ListSharing _sharing;

    public Activation(IEventLog log, TimeProvider time, ProfileOptions options)
    {
        _time = time;
        _history = new UserHistory(
            User,
            log,
            new MemoryState<ProfileSnapshot>(),
            options,
            EventVocabulary.Default,
            time,
            new UserMetrics(new NoMeters()),
            NullLogger.Instance);
        ServingHolder holder = new();
        ExperimentHolder experiments = new(
            Options.Create(new ExperimentOptions()), NullLogger<ExperimentHolder>.Instance);
        UserTurn turn = new(_history, End);
        IdSigner signer = new(new ScriptedGrains(), time, NullLogger<IdSigner>.Instance);
        PlacementPolicies policies = new(new Dictionary<string, PlacementPolicy>());
        LocalLists local = new(
            holder, new SiloLease(time), policies, experiments, Options.Create(new ServingOptions()),
            new RandomIdSource(), signer, time);
        _sharing = new ListSharing(User, local, turn, _history, new CachedUserLists(1));
        UserRecorder recorder = new(
            _history,
            new UserEntries(_history, experiments, time),
            new UserExploration(
                User,
                policies,
                new RewardHolder(),
                new ExplorationBudget(),
                time,
                "draws"),
            new UnknownItems(holder, new DataQualityTallies()),
            new RetrainingCounter(holder, EventVocabulary.Default),
            signer,
            time);

        // No test makes this user an alias.
        _intake = new UserIntake(turn, _history, recorder, identity: null!, time);
        _ = _history.LoadAsync(CancellationToken.None);
    }

    /// <summary>Whether a lost write has ended the activation.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>The highest version that this activation has acknowledged.</summary>
    public long Acknowledged { get; private set; }

    public long DurableVersion => _history.DurableVersion;

    public bool IsSettled => _history.IsSettled;

    public UserProfile Profile => _history.Profile;

    /// <summary>Serves a list, which shares the user's lists with the process.</summary>
    public void Serve() => _sharing.Share();

    /// <summary>Whether other threads can read the lists of a version.</summary>
    public bool IsReadable(long version) => _history.Readable.IsOpenFor(version);

    /// <summary>Records that a client has received an acknowledgement.</summary>
    public void Acknowledge(long version) => Acknowledged = Math.Max(Acknowledged, version);

    public ValueTask<TakenEvents> TakeAsync(ImmutableArray<UserEvent> events) =>
        _intake.TakeAsync(events, _time.GetTimestamp() + _time.TimestampFrequency);

    private void End()
    {
        IsEnded = true;
        _sharing.End();
    }
}
