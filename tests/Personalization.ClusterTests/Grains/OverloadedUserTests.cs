using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Users;
using Personalization.Storage.Sqlite.EventLog;

namespace Personalization.ClusterTests.Grains;

/// <summary>Writes of a user that wait behind a slow one (defect M14).</summary>
public sealed class OverloadedUserTests
{
    private const int Waiting = 20;

    [Fact]
    public async Task M14_A_cancelled_write_does_not_wait_for_its_turn_and_stores_nothing()
    {
        (TestEngine engine, GatedEventLog gate) = await StartAsync();
        await using TestEngine owned = engine;
        IUserGrain ann = engine.User("ann");
        Task first = ann.RecordAsync(
            TestEvents.One("ann", "view", "a", "e1"), TestContext.Current.CancellationToken).AsTask();
        await gate.Reached;
        using CancellationTokenSource stop = new();
        Task second = ann.RecordAsync(TestEvents.One("ann", "view", "b", "e2"), stop.Token).AsTask();
        await stop.CancelAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(first.IsCompleted);
        gate.Open();
        await first;
        EventAck next = Assert.Single(await ann.RecordAsync(
            TestEvents.One("ann", "view", "c", "e3"), TestContext.Current.CancellationToken));
        Assert.Equal(new EventAck(EventStatus.Accepted, 2), next);
    }

    [Fact]
    public async Task M14_Calls_beyond_the_queue_of_a_user_are_rejected_at_once()
    {
        (TestEngine engine, GatedEventLog gate) = await StartAsync();
        await using TestEngine owned = engine;
        IUserGrain ann = engine.User("ann");
        Task<Exception?>[] calls = [.. Enumerable.Range(0, 3 * Waiting).Select(i => OutcomeAsync(ann, i))];
        await gate.Reached;

        Exception? rejected = await await Task.WhenAny(calls);
        _ = Assert.IsType<LimitExceededException>(rejected);
        _ = await Eventually.Async(
            () => Task.FromResult(calls.Count(call => call.IsCompleted)), done => done >= (2 * Waiting) - 2);
        gate.Open();
        Exception?[] outcomes = await Task.WhenAll(calls);
        int stored = outcomes.Count(outcome => outcome is null);
        Assert.InRange(stored, Waiting, Waiting + 2);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.IsType<LimitExceededException>(outcome));
        Assert.Equal(stored, (await ann.GetAsync())!.EventCount);
    }

    private static async Task<Exception?> OutcomeAsync(IUserGrain user, int number)
    {
        try
        {
            _ = await user.RecordAsync(TestEvents.One("ann", "view", "a", $"e{number}"));
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>Starts an engine whose appends wait.</summary>
    private static async Task<(TestEngine Engine, GatedEventLog Gate)> StartAsync()
    {
        GatedEventLog? gate = null;
        TestEngine engine = await TestEngine.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["Personalization:Cluster:MaxWaitingCalls"] = $"{Waiting}",
            },
            change: services => services
                .AddSingleton<IEventLog>(
                    provider => gate = new GatedEventLog(ActivatorUtilities.CreateInstance<SqliteEventLog>(provider)))
                .Configure<SiloMessagingOptions>(messages => messages.WaitForCancellationAcknowledgement = true));
        _ = engine.Services.GetRequiredService<IEventLog>();
        gate!.Close();
        return (engine, gate);
    }
}
