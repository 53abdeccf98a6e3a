using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Benchmarks.Reports;
using Personalization.Engine.Models;
using Personalization.Engine.Placements;
using Personalization.Engine.Profiles;
using Personalization.Engine.Recommendations;
using Personalization.Engine.Retrieval;

namespace Personalization.Benchmarks.Serving.Ranking;

/// <summary>
/// Measures an event of a user and then the fresh list that follows it, without HTTP and without a grain.
/// </summary>
/// <remarks>The digest of two builds is equal if they show the same items, scores and reasons.</remarks>
internal sealed class FreshListBenchmark : IBenchmark
{
    private const int Kept = 100;
    private const int Shown = 20;
    private const int Categories = 12;

    private readonly Option<int> _items =
        new("--items") { Description = "The number of items.", DefaultValueFactory = _ => 420 };

    private readonly Option<int> _events =
        new("--events") { Description = "The number of events of each user.", DefaultValueFactory = _ => 120 };

    private readonly Option<int> _users =
        new("--users") { Description = "The number of users.", DefaultValueFactory = _ => 500 };

    private readonly Option<int> _rounds = CommandOptions.Rounds(2000);

    /// <inheritdoc/>
    public Command CreateCommand() =>
        new("fresh-lists", "Measures an event and then the fresh list of its user, in one thread.")
        {
            _items, _events, _users, _rounds,
        };

    /// <inheritdoc/>
    public async Task<Report> RunAsync(ParseResult arguments, TextWriter output, CancellationToken cancellationToken)
    {
        int items = arguments.GetValue(_items);
        int events = arguments.GetValue(_events);
        int users = arguments.GetValue(_users);
        int rounds = arguments.GetValue(_rounds);
        await output.WriteLineAsync($"Generating {items:N0} items and training on them...");
        RankingWorld world = RankingWorld.Make(items, 100, users, events, Math.Min(400, items / 20));
        List<FreshListFigures> figures = [];
        foreach (ModelSnapshot model in new[] { world.Blended, world.Ranked })
        {
            figures.Add(Measure(world, model, rounds));
        }

        MarkdownTable table = new("model", "p50, us", "processor, us", "bytes allocated", "digest");
        figures.ForEach(row => table.Row(
            row.Name, Text(row.P50), Text(row.Processor), Text(row.Bytes), row.Digest));
        return new Report("fresh-lists", "An event and then a fresh list", table.ToString())
        {
            Figures = figures,
            Limits =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{items:N0} items, {users:N0} users of {events:N0} events; {Kept} items kept, {Shown} shown."),
                string.Create(CultureInfo.InvariantCulture, $"{rounds:N0} lists in one thread."),
            ],
        };
    }

    private static FreshListFigures Measure(RankingWorld world, ModelSnapshot model, int rounds)
    {
        CatalogSnapshot catalog = CatalogSnapshot.Empty.With(new CatalogChange(1, Catalog(world)));
        ServingState serving = ServingState.Create(model, catalog);
        UserProfile[] profiles = [.. world.Users.Select((user, i) => ProfileOf(world, user, i))];
        ListComposer composer = new(EventVocabulary.Default);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(world.Users[0].NowMs);
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Random random = new(5);
        List<double> times = [];
        long bytes = 0;
        TimeSpan processor = TimeSpan.Zero;
        for (int round = -rounds; round < rounds; round++)
        {
            UserProfile profile = profiles[(round + rounds) % profiles.Length];
            string item = world.Index[random.Next(world.Index.Count)];
            now = now.AddSeconds(1);
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = TimeProvider.System.GetTimestamp();
            profile.Apply(Entry(profile.Version + 1, "u", item, now));
            PlacementPolicy policy = new();
            ComposedList list = composer.Compose(
                serving, profile, policy, new(serving, policy, profile, null, null, now), Kept, now,
                CancellationToken.None, explained: Shown);
            if (round >= 0)
            {
                times.Add(TimeProvider.System.GetElapsedTime(started).TotalMicroseconds);
                bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
                processor += Environment.CpuUsage.TotalTime - cpu;
            }

            Digest(list, digest);
        }

        times.Sort();
        return new FreshListFigures(
            model.Version,
            times[times.Count / 2],
            processor.TotalMicroseconds / rounds,
            bytes / (double)rounds,
            Convert.ToHexStringLower(digest.GetHashAndReset())[..16]);
    }

    private static void Digest(ComposedList list, IncrementalHash digest)
    {
        for (int i = 0; i < list.Items.Length; i++)
        {
            RecommendedItem item = list.Items[i];
            string reason = i < Shown ? $"{item.Reason.Kind} {item.Reason.Evidence}" : string.Empty;
            digest.AppendData(MemoryMarshal.AsBytes<char>($"{item.ItemId.Value} {item.Score:R} {reason};"));
        }
    }

    private static ImmutableArray<CatalogItem> Catalog(RankingWorld world) =>
    [
        .. world.Index.Ids.Select((id, i) => new CatalogItem
        {
            Id = ItemId.Create(id),
            Categories = [string.Create(CultureInfo.InvariantCulture, $"c{i % Categories}")],
        }),
    ];

    private static UserProfile ProfileOf(RankingWorld world, UserSignal user, int number)
    {
        UserProfile profile = new(new ProfileOptions(), EventVocabulary.Default);
        foreach (SignalEvent happened in user.Events.Span)
        {
            profile.Apply(Entry(
                profile.Version + 1,
                string.Create(CultureInfo.InvariantCulture, $"u{number}"),
                world.Index[happened.Item],
                DateTimeOffset.FromUnixTimeMilliseconds(happened.TimeMs)));
        }

        return profile;
    }

    private static EventEntry Entry(long sequence, string user, string item, DateTimeOffset at) => new()
    {
        Sequence = sequence,
        ReceivedAt = at,
        Event = new UserEvent
        {
            EventId = string.Create(CultureInfo.InvariantCulture, $"e{sequence}"),
            UserId = UserId.Create(user),
            Type = EventTypes.View,
            ItemId = ItemId.Create(item),
            OccurredAt = at,
        },
    };

    private static string Text(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
