using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Experiments;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Models;
using Personalization.Abstractions.Recommendations;
using Personalization.Engine.Datasets;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Rollouts;
using Personalization.Engine.Training;
using Personalization.Grains.Experiments;
using Personalization.Grains.Rollouts;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;
using Personalization.Tests.Api.Edge;

namespace Personalization.Tests.Grains;

/// <summary>
/// A world with a known answer: 60 items in two halves, even and odd; 80 users who each stay in one half. It has a
/// trained model, a catalog with one category per half, and the lists of one user.
/// </summary>
internal sealed class TinyWorld
{
    public const int Items = 60;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ConcurrentDictionary<string, Lazy<TrainedModel>> Trained = new(StringComparer.Ordinal);

    private long _sequence;

    public TinyWorld(ServingOptions? options =
        null, PlacementPolicy? policy = null, bool withModel = true, string user = "me", double holdout = 0,
        TinyWorld? beside = null)
    {
        Holder = beside?.Holder ?? new ServingHolder();
        Time = beside?.Time ?? new FakeTimeProvider(Start.AddDays(10));
        Experiments = new ExperimentHolder(
            Options.Create(new ExperimentOptions { HoldoutShare = holdout }), NullLogger<ExperimentHolder>.Instance);
        Arms = new UserArms(user, Experiments, Time);
        Holder.CatchUp(new CatalogChange(1, [.. Enumerable.Range(0, Items).Select(i => Item(i))]));
        if (withModel && beside is null)
        {
            Holder.SetModel(Load("tiny"));
        }

        PlacementPolicies policies = Policies = new(
            new Dictionary<string, PlacementPolicy> { ["default"] = policy ?? new PlacementPolicy { Diversity = 0 } });
        Lease = new SiloLease(Time);
        Exploration = new UserExploration(user, policies, new RewardHolder(), new ExplorationBudget(), Time, "list");
        Rollout = new RolloutCounter(Holder, Options.Create(new RolloutOptions { ShadowShare = 0.5 }));
        IdSigner signer = new(new ScriptedGrains(), Time, NullLogger<IdSigner>.Instance);
        options ??= new ServingOptions();
        Lists = new UserLists(
            Holder, Lease, policies, new ListComposer(EventVocabulary.Default), options, Arms, Exploration, Time,
            "list", Rollout, signer);
        Local = new LocalLists(
            Holder, Lease, policies, Experiments, Options.Create(options), new RandomIdSource(), signer, Time);
        Local.Share(user, Lists.Cached, Readable);
    }

    public ServingHolder Holder { get; }

    public ExperimentHolder Experiments { get; }

    public UserArms Arms { get; }

    public RolloutCounter Rollout { get; }

    public FakeTimeProvider Time { get; }

    public SiloLease Lease { get; }

    public PlacementPolicies Policies { get; }

    public UserProfile Profile { get; } = new(new ProfileOptions(), EventVocabulary.Default);

    public UserExploration Exploration { get; }

    public UserLists Lists { get; }

    /// <summary>The lists that the process can read, once <see cref="Readable"/> is open.</summary>
    public LocalLists Local { get; }

    public ReadableVersion Readable { get; } = new();

    public static CatalogItem Item(int i, bool available = true, DateTimeOffset? until = null) => new()
    {
        Id = ItemId.Create($"i{i}"),
        Categories = [i % 2 == 0 ? "even" : "odd"],
        Price = i,
        Available = available,
        ValidUntil = until,
        AddedAt = Start.AddMinutes(i),
    };

    /// <summary>
    /// Loads a model of the world under a version name. The same name gives the same artifact, loaded again.
    /// </summary>
    public static ModelSnapshot Load(string version) =>
        ModelSnapshot.Load(version, Trained.GetOrAdd(version, name => new(() => Train(name))).Value.Files);

    /// <summary>The files of a version.</summary>
    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> FilesOf(string version)
    {
        _ = Load(version);
        return Trained[version].Value.Files;
    }

    /// <summary>Model versions as the grain publishes them.</summary>
    public static ModelCatalog Catalog(string live, params (string Version, ModelVersionStatus Status)[] versions) =>
        new(
            live,
            null,
            [.. versions.Select(known => Version(known.Version) with { Status = known.Status })],
            new TrainingStatus(false, "none", 0, null, null),
            1);

    /// <summary>Returns the metadata of a version.</summary>
    public static ModelVersion Version(string version)
    {
        _ = Load(version);
        return Trained[version].Value.Version;
    }

    /// <summary>Requests a list that must be ranked, the given number of times.</summary>
    public void Ask(int times)
    {
        for (int i = 0; i < times; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(301));
            _ = Lists.Recommend(Profile, new RecommendationQuery { Count = 10 }, CancellationToken.None);
        }
    }

    public void Does(string type, int item) => Profile.Apply(Entry("me", ++_sequence, type, item, Time.GetUtcNow()));

    /// <summary>Starts an experiment or changes its ramp.</summary>
    public void Try(ExperimentDefinition definition, long revision = 1)
    {
        ExperimentDefinition running = definition with { Status = ExperimentStatus.Running };
        ExperimentView view = new()
        {
            Name = definition.Name,
            Number = 3,
            Status = running.Status,
            DefinitionJson = ExperimentJson.Write(running),
            Definition = running,
        };
        Experiments.Set(new ExperimentCatalog([view], revision));
    }

    /// <summary>Enters the due arms, as the grain does.</summary>
    public void Enter(RecommendationQuery query) => Profile.Apply(new EnteredEntry
    {
        Sequence = ++_sequence,
        ReceivedAt = Time.GetUtcNow(),
        Arms = [.. Lists.Find(Profile, query).Due.Select(arm =>
            new EnteredArm { Experiment = arm.Experiment, Number = 3, Arm = arm.Arm.Name, Since = Time.GetUtcNow() })],
    });

    public void Change(params CatalogItem[] items) =>
        Assert.True(Holder.TryApply(new CatalogChange(Holder.Current.Catalog.Epoch + 1, [.. items])));

    private static EventEntry Entry(string user, long sequence, string type, int item, DateTimeOffset at) => new()
    {
        Sequence = sequence,
        ReceivedAt = at,
        Event = new UserEvent
        {
            EventId = $"{user}-{sequence}",
            UserId = UserId.Create(user),
            Type = type,
            ItemId = ItemId.Create($"i{item}"),
            OccurredAt = at
        },
    };

    /// <summary>The number of a listed item: 12 for the item <c>i12</c>.</summary>
    public static int Number(RecommendedItem item) =>
        int.Parse(item.ItemId.Value[1..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The numbers of the items of a list, in its order.</summary>
    public static int[] Numbers(RecommendationList list) => [.. list.Items.Select(Number)];

    private static TrainedModel Train(string version)
    {
        Random chance = new(3);
        TrainingLogBuilder log = new(EventVocabulary.Default);
        long position = 0;
        for (int u = 0; u < 80; u++)
        {
            for (int e = 1; e <= 12; e++)
            {
                // Lower numbers are more popular: the square of a uniform variate.
                int item = (int)(Math.Pow(chance.NextDouble(), 2) * (Items / 2)) * 2 + (u % 2);
                log.Add(new LogRecord(
                    ++position,
                    $"user{u}",
                    Entry($"user{u}", e, e % 4 == 0 ? "purchase" : "view", item, Start.AddHours(u).AddMinutes(e))));
            }
        }

        return ModelTrainer.Train(
            log.Build(),
            new TrainingOptions { Factors = 16, Search = false, RankerTrees = 0 },
            version,
            Start.AddDays(9),
            null,
            CancellationToken.None);
    }
}
