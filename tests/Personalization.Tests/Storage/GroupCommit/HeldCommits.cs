using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.GroupCommit;

namespace Personalization.Tests.Storage.GroupCommit;

/// <summary>A group commit whose commits wait until the test ends them one by one.</summary>
internal sealed class HeldCommits
{
    private readonly Channel<(int[] Numbers, TaskCompletionSource End)> _started =
        Channel.CreateUnbounded<(int[], TaskCompletionSource)>();

    public HeldCommits(GroupLimits limits) =>
        Writes = new GroupCommit<TestWrite>(CommitAsync, limits, NullLogger.Instance);

    public GroupCommit<TestWrite> Writes { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Queues a write.</summary>
    public Task<int> Submit(TestWrite write) => SubmitUntil(write, Stop);

    /// <summary>Queues a write whose caller cancels.</summary>
    public Task<int> SubmitUntil(TestWrite write, CancellationToken cancellationToken) =>
        Writes.SubmitAsync<TestWrite, int>(write, cancellationToken).AsTask();

    /// <summary>Waits for the next commit to start: the numbers of its writes, and how to end it.</summary>
    public async Task<(int[] Numbers, TaskCompletionSource End)> NextAsync() => await _started.Reader.ReadAsync(Stop);

    /// <summary>Waits for the next commit to start and lets it succeed.</summary>
    public async Task<IReadOnlyList<int>> EndNextAsync()
    {
        (int[] numbers, TaskCompletionSource end) = await NextAsync();
        end.SetResult();
        return numbers;
    }

    /// <summary>The results of writes, in their order.</summary>
    public static async Task<IReadOnlyList<int>> AllAsync(params Task<int>[] writes) => await Task.WhenAll(writes);

    private async Task CommitAsync(IReadOnlyList<TestWrite> group)
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_started.Writer.TryWrite(([.. group.Select(write => write.Number)], end)));
        await end.Task;
        foreach (TestWrite write in group)
        {
            write.Result = write.Number;
        }
    }
}
