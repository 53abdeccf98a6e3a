using System.Globalization;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>The next list and the next profile contain every acknowledged event, also with many clients.</summary>
public sealed class ReadYourWriteTests
{
    private const int Clients = 32;
    private const int EventsPerClient = 25;

    [Fact]
    public async Task The_next_list_and_profile_contain_every_acknowledged_event()
    {
        using TempFolder data = new();
        await using EngineProcess engine = await EngineProcess.StartAsync(
            new EngineLaunch(data.Path), TestContext.Current.CancellationToken);
        using WireClient client = new(engine);
        await FillAsync(client);
        string model = await client.TrainAsync();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => ReadBackAsync(engine, number, model)));
    }

    private static async Task FillAsync(WireClient client)
    {
        EventStream stream = new(seed: 5, writer: 900);
        for (int request = 0; request < 200; request++)
        {
            _ = await client.PostUntilStoredAsync(stream.Next());
        }
    }

    /// <summary>Two clients share each user, so each acknowledgement races an event of the other client.</summary>
    private static async Task ReadBackAsync(EngineProcess engine, int number, string model)
    {
        using WireClient client = new(engine);
        string user = string.Create(CultureInfo.InvariantCulture, $"reader-{number / 2}");
        Random random = new(number);
        for (int i = 0; i < EventsPerClient; i++)
        {
            WireEvent sent = new(
                string.Create(CultureInfo.InvariantCulture, $"r-{number}-{i}"),
                user,
                "view",
                EventStream.Item(random.Next(4), random.Next(20)));
            Ack ack = (await client.PostUntilStoredAsync(sent)).Single();
            Assert.Equal("accepted", ack.Status);

            WireList list = await client.RecommendAsync(user, "count=20&deadlineMs=20000");
            Assert.Equal("fresh", list.FallbackLevel);
            Assert.True(
                list.ProfileVersion >= ack.Version,
                $"The list has profile version {list.ProfileVersion}, but the event has version {ack.Version}.");
            Assert.DoesNotContain(sent.ItemId, list.Items); // the default policy removes seen items
            Assert.Equal(model, list.ModelVersion);

            WireProfile profile = await client.ProfileAsync(user);
            Assert.True(profile.Version >= ack.Version);
            Assert.Contains(sent.EventId, profile.RecentEvents);
        }
    }
}
