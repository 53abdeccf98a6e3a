using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Storage;
using Personalization.Engine.Composition;
using Personalization.Engine.Models;
using Personalization.Engine.Profiles;
using Personalization.Engine.Training;
using Personalization.Grains.Lists;
using Personalization.Grains.Serving;
using Personalization.Grains.Users;

namespace Personalization.Tests.Grains;

/// <summary>
/// A world with a known answer: 60 items in two halves, even and odd; 80 users who each keep to one half. A really trained model,
/// a catalogue with a category per half, and one user's lists over them.
/// </summary>
internal sealed class TinyWorld
{
    public const int Items = 60;

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Lazy<TrainedModel> Trained = new(Train);

    private long _sequence;

    public TinyWorld(ServingOptions? options = null, PlacementPolicy? policy = null, bool withModel = true)
    {
        Holder.CatchUp(new CatalogChange(1, [.. Enumerable.Range(0, Items).Select(i => Item(i))]));
        if (withModel)
        {
            Holder.SetModel(ModelSnapshot.Load("tiny", Trained.Value.Files));
        }

        PlacementPolicies policies = new(new Dictionary<string, PlacementPolicy> { ["default"] = policy ?? new PlacementPolicy { Diversity = 0 } });
        Lists = new UserLists(Holder, policies, new ListComposer(EventVocabulary.Default), options ?? new ServingOptions(), Time, "list");
    }

    public ServingHolder Holder { get; } = new();

    public FakeTimeProvider Time { get; } = new(Start.AddDays(10));

    public UserProfile Profile { get; } = new(new ProfileOptions(), EventVocabulary.Default);

    public UserLists Lists { get; }

    public static CatalogItem Item(int i, bool available = true, DateTimeOffset? until = null) => new()
    {
        Id = ItemId.Create($"i{i}"),
        Categories = [i % 2 == 0 ? "even" : "odd"],
        Price = i,
        Available = available,
        ValidUntil = until,
        AddedAt = Start.AddMinutes(i),
    };

    public void Does(string type, int item) => Profile.Apply(Entry("me", ++_sequence, type, item, Time.GetUtcNow()));

    public void Change(params CatalogItem[] items) =>
        Assert.True(Holder.TryApply(new CatalogChange(Holder.Current.Catalog.Epoch + 1, [.. items])));

    private static EventEntry Entry(string user, long sequence, string type, int item, DateTimeOffset at) => new()
    {
        Sequence = sequence,
        ReceivedAt = at,
        Event = new UserEvent { EventId = $"{user}-{sequence}", UserId = UserId.Create(user), Type = type, ItemId = ItemId.Create($"i{item}"), OccurredAt = at },
    };

    private static TrainedModel Train()
    {
        Random chance = new(3);
        TrainingLogBuilder log = new(EventVocabulary.Default);
        long position = 0;
        for (int u = 0; u < 80; u++)
        {
            for (int e = 1; e <= 12; e++)
            {
                // Lower numbers are the more popular ones: the square of a uniform draw.
                int item = (int)(Math.Pow(chance.NextDouble(), 2) * (Items / 2)) * 2 + (u % 2);
                log.Add(new LogRecord(++position, $"user{u}", Entry($"user{u}", e, e % 4 == 0 ? "purchase" : "view", item, Start.AddHours(u).AddMinutes(e))));
            }
        }

        return ModelTrainer.Train(log.Build(), new TrainingOptions { Factors = 16 }, "tiny", Start.AddDays(9), null, CancellationToken.None);
    }
}
