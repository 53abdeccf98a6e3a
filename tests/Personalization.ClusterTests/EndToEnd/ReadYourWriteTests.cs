using System.Globalization;
using Personalization.Testing;

namespace Personalization.ClusterTests.EndToEnd;

/// <summary>
/// Once an event is acknowledged, the next list and the next profile contain it, however many clients there are.
/// </summary>
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
            _ = await client.PostUntilKeptAsync(stream.Next());
        }
    }

    /// <summary>Two clients share each user, so that every acknowledgement races another one's event.</summary>
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
            Ack ack = (await client.PostUntilKeptAsync(sent)).Single();
            Assert.Equal("accepted", ack.Status);

            WireList list = await client.RecommendAsync(user, "count=20&deadlineMs=20000");
            Assert.Equal("fresh", list.FallbackLevel);
            Assert.True(
                list.ProfileVersion >= ack.Version,
                $"The list is of version {list.ProfileVersion}, the event of version {ack.Version}.");
            Assert.DoesNotContain(sent.ItemId, list.Items); // seen now, and the default policy leaves seen items out
            Assert.Equal(model, list.ModelVersion);

            WireProfile profile = await client.ProfileAsync(user);
            Assert.True(profile.Version >= ack.Version);
            Assert.Contains(sent.EventId, profile.RecentEvents);
        }
    }
}
