using System.Collections.Immutable;
using System.Security.Cryptography;
using Personalization.ClusterTests.EndToEnd;
using Personalization.Testing;
using Personalization.Testing.Contract;
using Personalization.Testing.Postgres;

namespace Personalization.ClusterTests.Maintenance;

/// <summary>
/// Defect M10: after a move from the embedded store, exports, lists and experiment results are equal.
/// </summary>
public sealed class MoveTests(MovedShop shop) : IClassFixture<MovedShop>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_move_to_PostgreSQL_keeps_everything()
    {
        await using TestDatabase database = await TestDatabase.CreateAsync();
        await AssertMovesAsync("Postgres", new Dictionary<string, string>
        {
            ["Personalization__Postgres__ConnectionString"] = database.ConnectionString,
        });
    }

    [Fact]
    public async Task A_move_to_Azure_keeps_everything()
    {
        string? account = Environment.GetEnvironmentVariable("PERSONALIZATION_TEST_AZURITE");
        Assert.SkipWhen(string.IsNullOrEmpty(account), "Azurite is missing: tests/run.sh starts one.");
        string prefix = $"T{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await AssertMovesAsync("Azure", new Dictionary<string, string>
        {
            ["Personalization__Azure__ConnectionString"] = account!,
            ["Personalization__Azure__TablePrefix"] = prefix,
            ["Personalization__Azure__GrainStateTable"] = $"{prefix}State",
            ["Personalization__Azure__ModelContainer"] = prefix.ToLowerInvariant(),
            ["Personalization__Azure__ReadLagSeconds"] = "1",
        });
    }

    private async Task AssertMovesAsync(string profile, Dictionary<string, string> settings)
    {
        ProgramRun move = await MoveAsync(profile, settings);
        Assert.True(move.ExitCode == 0, $"{move.Output}{string.Join('\n', move.Errors)}");

        using TempFolder empty = new();
        EngineLaunch launch = new(empty.Path)
        {
            Environment = settings.ToImmutableDictionary()
                .Add("Personalization__Profile", profile)
                .Add("Personalization__Role", "Node"),
        };
        await using (EngineProcess engine = await EngineProcess.StartAsync(launch, Token))
        {
            using HttpClient http = ContractHandler.Client(engine.Address);
            _ = await Eventually.Async(() => ShopAnswers.UnitsAsync(http), units => units == shop.Units);
            ShopAnswers after = await ShopAnswers.ReadAsync(http, [.. shop.Answers.Exports.Keys]);
            Assert.All(shop.Answers.Exports, user => Assert.Equal(user.Value, after.Exports[user.Key]));
            Assert.All(shop.Answers.Lists, user => Assert.Equal(user.Value, after.Lists[user.Key]));
            Assert.Equal(shop.Answers.Results, after.Results);
            Assert.Equal(shop.Answers.Item, after.Item);
            Assert.Equal(shop.Answers.Model, after.Model);
            await AssertContinuesAsync(engine);
        }

        ProgramRun again = await MoveAsync(profile, settings);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains(again.Errors, line => line.Contains("not empty", StringComparison.Ordinal));
    }

    /// <summary>A retry is a duplicate, and a new event follows the moved ones.</summary>
    private static async Task AssertContinuesAsync(EngineProcess engine)
    {
        using WireClient client = new(engine);
        string user = EventStream.User(3);
        int known = (await client.ExportAsync(user)).Length;
        Ack[] retry = await client.PostAsync(new WireEvent($"buy-{user}", user, "purchase", "item-0-1"));
        Assert.Equal("duplicate", Assert.Single(retry).Status);
        string[] before = await client.ExportAsync("left");
        _ = await client.PostUntilStoredAsync(new WireEvent("after-move", "left", "view", "item-1-5"));
        string[] after = await client.ExportAsync("left");
        Assert.Equal([.. before, "after-move"], after);
        Assert.Equal(known, (await client.ExportAsync(user)).Length);
    }

    private async Task<ProgramRun> MoveAsync(string profile, Dictionary<string, string> settings)
    {
        using TempFolder folder = new();
        IEnumerable<string> args = settings.Select(
            setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}");
        return await ProgramRun.OfAsync(
            EngineBuild.Dll,
            folder.Path,
            ["move", "--to", profile, "--", $"--Personalization:DataPath={shop.Path}", .. args]);
    }
}
