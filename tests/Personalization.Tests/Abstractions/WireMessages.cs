using System.Collections.Immutable;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.DataQuality;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Feeds;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Profiles;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Retraining;
using Personalization.Abstractions.Rollouts;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Abstractions;

/// <summary>An example, with all fields set, of every message between processes of a cluster.</summary>
internal static class WireMessages
{
    private static readonly DateTimeOffset At = new(2026, 11, 1, 12, 30, 15, 250, TimeSpan.Zero);

    private static readonly UserEvent Event = new()
    {
        EventId = "e-1",
        UserId = UserId.Create("ann/ö"),
        Type = "purchase",
        ItemId = ItemId.Create("p-1"),
        OccurredAt = At,
        Value = 12.5,
        Placement = "home",
        RecommendationId = "r-1",
        Properties = ImmutableDictionary<string, string>.Empty.Add("size", "L"),
    };

    private static readonly StatedPreferences Preferences = new()
    {
        Categories = ["tents"],
        Attributes = ImmutableDictionary<string, string>.Empty.Add("colour", "red"),
        OptOut = true
    };

    private static readonly CatalogItem Item = new()
    {
        Id = ItemId.Create("p-1"),
        Title = "Tent",
        Categories = ["tents", "outdoor"],
        Attributes = ImmutableDictionary<string, string>.Empty.Add("brand", "Kestrel"),
        Price = 99.90m,
        Available = false,
        ValidFrom = At,
        ValidUntil = At.AddDays(1),
        AddedAt = At,
    };

    private static readonly ImmutableDictionary<string, AttributeValue> Typed =
        ImmutableDictionary<string, AttributeValue>.Empty.Add("tags", AttributeValue.Of(["new", "sale"]));

    private static readonly ScrollCursor Cursor = ScrollCursor.After(
        null, [ItemId.Create("p-1"), ItemId.Create("p-2")])!;

    private static readonly ExperimentView Experiment = new()
    {
        Name = "checkout",
        Number = 2,
        Status = ExperimentStatus.Running,
        DefinitionJson = "{}",
        StartedAt = At,
        StoppedAt = At.AddDays(1),
        Changes = [new ExperimentChange(At, "started", new ChangeNote("ops", "why not"))],
    };

    private static readonly EnteredArm Entered = new()
    {
        Experiment = "checkout",
        Number = 2,
        Arm = "new",
        Since = At,
        EventTypes = ["purchase"],
        Past = ImmutableDictionary<string, double>.Empty.Add("revenue", 2.5),
    };

    private static readonly MetricDelta Tally = new()
    {
        Experiment = "checkout",
        Arm = "new",
        Units = 1,
        Changes = [new MetricChange("revenue", null, new MetricValue(0, 1, 2.5))],
    };

    private static readonly Rollout Rollout = new()
    {
        Version = "m-3",
        Base = "m-2",
        Stage = RolloutStage.RolledBack,
        StartedAt = At,
        StageSince = At.AddHours(2),
        Share = 0,
        MostShare = .05,
        Gate = new GateReport
        {
            At = At,
            OfflineNote = "No comparison.",
            Latency = new LatencyReport(200, 1, 2, 3, 4),
            OffPolicy = "not available",
            Problems = ["slow"]
        },
        Shadow = new ShadowReport
        {
            Lists = 9,
            Dropped = 1,
            Failed = 2,
            Overlap = .5,
            RankBiasedOverlap = .6,
            LiveEmpty = .1,
            Empty = .2,
            LiveItems = 30,
            Items = 40,
            LiveP99 = 1.5,
            P99 = 2.5,
            Problems = ["empty"]
        },
        Canary = new CanaryReport
        {
            At = At,
            LiveUsers = 10,
            Users = 11,
            Lift = -.5,
            LiftLow = -.7,
            LiftHigh = -.2,
            Guardrails = [new Guardrail("conversion", .1, .05, GuardrailVerdict.Breached, "Half.")]
        },
        Audit = [new RolloutEntry(At, "ann", "started", "m-3 against m-2.")],
        UsersBefore = 4,
        Attempt = 2,
    };

    /// <summary>The examples by name.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } =
        new Dictionary<string, object>(
        [
            .. ExperimentMessages.All, .. KeyMessages.All, .. MerchandisingMessages.All, .. StreamMessages.All,
            .. PeopleMessages.All, .. WebhookMessages.All, .. ContextMessages.All,
        ])
        {
            ["events"] = ImmutableArray.Create(Event),
            ["acks"] = ImmutableArray.Create(
                new EventAck(EventStatus.Accepted, 7), new EventAck(EventStatus.Duplicate, 7)),
            ["query"] = new RecommendationQuery
            {
                Placement = "home",
                Count = 10,
                Cursor = Cursor,
                Filter = ItemFilter.Parse("category:tents", out _),
                MinVersion = 3,
                DeadlineMs = 100
            },
            ["list"] = new RecommendationList
            {
                RecommendationId = "r-1",
                Items = [new RecommendedItem(ItemId.Create("p-1"), 1.5f, new Reason(ReasonKind.Popular, "p-2"))],
                FallbackLevel = FallbackLevel.Segment,
                FallbackReason = "deadline",
                RankedAt = At,
                ModelVersion = "m-1",
                ProfileVersion = 7,
                Arm = "a",
                Next = Cursor,
            },
            ["sentQuery"] = new RecommendationQuery { Count = 10, SentAt = At.UtcTicks, Sender = 77 },
            ["served"] = new ServedList
            {
                RecommendationId = "r-1",
                Rendered = new RenderedList([.. "[]"u8], [.. "\"profileVersion\":3"u8]),
                FallbackLevel = FallbackLevel.Cached,
                FallbackReason = "deadline",
                RankedAt = At
            },
            ["rank"] = new RankQuery { Candidates = [ItemId.Create("p-1")], DeadlineMs = 100 },
            ["filteredRank"] = new RankQuery
            {
                Candidates = [ItemId.Create("p-1")],
                DeadlineMs = 100,
                Filter = ItemFilter.Parse("category:tents", out _),
            },
            ["similarQuery"] = new SimilarQuery
            {
                Items = [ItemId.Create("p-1"), ItemId.Create("p-2")],
                BoughtTogether = true,
                Count = 6,
                Exclude = [ItemId.Create("p-9")],
                Filter = ItemFilter.Parse("price <= 20", out _),
            },
            ["browse"] = new ItemBrowseQuery
            {
                Words = "tent",
                Category = "outdoor",
                Filter = ItemFilter.Parse("category:tents", out _),
                Available = true,
                After = "p-1",
                Count = 7,
            },
            ["itemPage"] = new ItemPage([Item], 3, true),
            ["eventPageQuery"] = new EventPageQuery { After = 7, Since = At, Until = At, Limit = 9 },
            ["eventPage"] = new EventPage([new PositionedEvent(8, Event)], 9, true),
            ["view"] = new UserView
            {
                ProfileVersion = 7,
                EventCount = 5,
                Preferences = Preferences,
                Items = [new ItemPreference(ItemId.Create("p-1"), 1.5, At)],
                RecentEvents = [Event],
                MergedInto = "bob"
            },
            ["log"] = ImmutableArray.Create<LogEntry>(
            new EventEntry { Sequence = 1, ReceivedAt = At, Event = Event },
            new PreferencesEntry
            {
                Sequence = 2,
                ReceivedAt = At,
                UserId = UserId.Create("ann"),
                Preferences = Preferences
            },
            new AliasEntry
            {
                Sequence = 3,
                ReceivedAt = At,
                UserId = UserId.Create("ann"),
                Target = UserId.Create("bob")
            },
            new MergedEntry
            {
                Sequence = 4,
                ReceivedAt = At,
                UserId = UserId.Create("bob"),
                Other = UserId.Create("ann")
            },
            new ForgottenEntry { Sequence = 5, ReceivedAt = At }),
            ["merge"] = new MergeResult(7, 3),
            ["catalog"] = new CatalogChange(3, [Item]),
            ["typedCatalog"] = new CatalogChange(4, [Item with { TypedAttributes = Typed, PublishedAt = At }]),
            ["typedPatches"] = ImmutableArray.Create(new ItemPatch
            {
                Id = Item.Id,
                Attributes = ImmutableDictionary<string, string?>.Empty.Add("brand", "Acme"),
                TypedAttributes = Typed.Remove("tags").Add("rating", 4.5),
                PublishedAt = At,
            }),
            ["feed"] = new FeedView
            {
                Name = "catalog",
                Kind = FeedKind.Stock,
                State = FeedState.Quarantined,
                LastGoodAt = At,
                AgeSeconds = 1.5,
                MaxAgeSeconds = 60,
                Items = 420,
                LastPullAt = At,
                NextPullAt = At.AddSeconds(30),
                Failures = 2,
                Report = new FeedReport
                {
                    At = At,
                    Problems = [new ValidationError("$.total", "incomplete", "half")],
                    ProblemCount = 1,
                    Figures = new FeedFigures(1, 2, 3, 4, 5, 6, 7),
                    Releasable = true
                },
                Released = true,
            },
            ["models"] = new ModelCatalog(
            "m-2",
            "m-1",
            [
                new ModelVersion
                {
                    Version = "m-2",
                    Status = ModelVersionStatus.Live,
                    TrainedAt = At,
                    Events = 100,
                    Users = 10,
                    Items = 20,
                    FirstEventAt = At.AddDays(-1),
                    LastEventAt = At,
                    Seed = 1,
                    TrainingSeconds = 2.5,
                    Bytes = 1_000,
                    Report = new OfflineReport
                    {
                        Cases = 9,
                        ListLength = 20,
                        Metrics = ImmutableDictionary<string, OfflineMetrics>.Empty,
                        Passed = true,
                        Verdict = "Passed"
                    },
                },
            ],
            new TrainingStatus(true, "factors", .5, "m-3", null),
            4),
            ["sourcedEvents"] = ImmutableArray.Create(Event with { Source = "web" }),
            ["copiedLog"] = ImmutableArray.Create<LogEntry>(
            new EventEntry { Sequence = 1, ReceivedAt = At, Event = Event, FirstReceivedAt = At.AddDays(-1) }),
            ["watchReport"] = new DataQualityReport(
            true, [new KeyCounts("web", ImmutableDictionary<string, int>.Empty.Add("received", 7))]),
            ["watch"] = new DataQualityView(
            true,
            [new DataQualityWindow(
                3,
                "web",
                At,
                At.AddHours(1),
                [new DataQualityBreak(BreakKind.Rejects, "rejected", "All invalid.", At.AddMinutes(3), At.AddHours(2))],
                At.AddDays(1))],
            [new MonitoredKey("web", 25.5, true, false, 1_000)]),
            ["resumedTraining"] = new TrainingStatus(true, "factors", .5, null, null)
            {
                PlannedVersion = "m-3",
                StoredSteps = 5,
                ResumedSteps = 2,
                Silo = "10.0.0.1:11111",
            },
            ["heldModel"] = new ModelVersion
            {
                Version = "m-3",
                Status = ModelVersionStatus.Candidate,
                TrainedAt = At,
                Events = 100,
                Users = 10,
                Items = 20,
                Seed = 1,
                TrainingSeconds = 2.5,
                Bytes = 1_000,
                Report = new OfflineReport
                {
                    Cases = 9,
                    ListLength = 20,
                    Metrics = ImmutableDictionary<string, OfflineMetrics>.Empty,
                    Passed = true,
                    Verdict = "Passed",
                    AgainstLive = new LiveComparison(
                    "m-2", 8, new OfflineMetrics(.4, .3, .2, .1), new OfflineMetrics(.3, .2, .1, .05), .1, .01),
                    OffPolicy = new OffPolicySummary(200, 40, .02, .03, .01, .05),
                },
                Held = true,
                Baseline = new DriftBaseline([3, 2, 1]),
            },
            ["learningReport"] = new RetrainingReport(9, "m-2", [1, 2, 3]),
            ["rollouts"] = ImmutableArray.Create(Rollout),
            ["rolloutOrder"] = new RolloutOrder("m-3", RolloutStage.Canary),
            ["rolloutTally"] = new RolloutTally(
            new RankingTally
            {
                Lists = 9,
                EmptyLists = 1,
                Failed = 2,
                Late = 3,
                Milliseconds = ImmutableSortedDictionary<int, long>.Empty.Add(65_000, 4),
                Diverse = 5,
                DiversitySum = 6,
                DiversitySquares = 7,
                Covered = 8,
                Items = [1, 0, 2]
            },
            RankingTally.Empty,
            3,
            1.5,
            1.25,
            1),
            ["experiments"] = new ExperimentCatalog([Experiment], 3),
            ["experimentAnswer"] = new ExperimentAnswer(
            Experiment, [new ValidationError("$.name", "required", "name must not be empty.")]),
            ["experimentReport"] = new ExperimentReport
            {
                Name = "checkout",
                Status = ExperimentStatus.Stopped,
                AsOf = At,
                Arms = [new ArmUnits("control", 10), new ArmUnits("new", 12)],
                IsMismatch = true,
                Breaches = [new GuardrailBreach("conversion", "new")],
                ResultsJson = "{}",
            },
            ["enteredArms"] = ImmutableArray.Create(Entered),
            ["exploredLog"] = ImmutableArray.Create<LogEntry>(new ExploredEntry
            {
                Sequence = 1,
                ReceivedAt = At,
                RecommendationId = "r-1",
                Placement = "home",
                Draws = [new ExploredAction(4, ItemId.Create("p-1"), 0.25, [1, 0.5, 0.25])],
            }),
            ["exploredItems"] = ImmutableArray.Create(
            new RecommendedItem(ItemId.Create("p-1"), 1.5f, new Reason(ReasonKind.Popular, null), 0.25)),
            ["rewards"] = new LearnedRewards(7, "{}"),
            ["enteredLog"] = ImmutableArray.Create<LogEntry>(
            new EnteredEntry { Sequence = 1, ReceivedAt = At, Arms = [Entered], Tallies = [Tally] }),
        };
}
