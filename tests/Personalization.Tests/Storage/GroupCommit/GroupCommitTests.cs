using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Storage.GroupCommit;

namespace Personalization.Tests.Storage.GroupCommit;

/// <summary>The rules of group commits that every backend relies on.</summary>
public sealed class GroupCommitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writes_that_queue_during_a_commit_form_the_next_group()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100 });
        Task<int> first = held.Submit(new TestWrite(1));
        (int[] alone, TaskCompletionSource end) = await held.NextAsync();
        Task<int>[] others = [.. Enumerable.Range(2, 5).Select(number => held.Submit(new TestWrite(number)))];
        end.SetResult();
        Assert.Equal([1], alone);
        Assert.Equal([2, 3, 4, 5, 6], await held.EndNextAsync());
        Assert.Equal(1, await first);
        Assert.Equal([2, 3, 4, 5, 6], await HeldCommits.AllAsync(others));
    }

    [Fact]
    public async Task Writes_of_one_key_are_stored_one_after_the_other_in_order()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100, MaxParallel = 2 });
        Task<int>[] writes = [held.Submit(new TestWrite(1, "a"))];
        (int[] first, TaskCompletionSource endFirst) = await held.NextAsync();
        TestWrite[] next = [new TestWrite(2, "a"), new TestWrite(3, "b"), new TestWrite(4, "a")];
        writes = [.. writes, .. next.Select(write => held.Submit(write))];
        (int[] beside, TaskCompletionSource endBeside) = await held.NextAsync();
        Assert.Equal(1, Assert.Single(first));
        Assert.Equal(3, Assert.Single(beside));
        endFirst.SetResult();
        Assert.Equal([2], await held.EndNextAsync());
        Assert.Equal([4], await held.EndNextAsync());
        endBeside.SetResult();
        Assert.Equal([1, 2, 3, 4], await HeldCommits.AllAsync(writes));
    }

    [Fact]
    public async Task No_more_commits_run_at_once_than_allowed()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100, MaxParallel = 2 });
        Task<int>[] writes = [held.Submit(new TestWrite(1, "a"))];
        (_, TaskCompletionSource endFirst) = await held.NextAsync();
        writes = [.. writes, held.Submit(new TestWrite(2, "b"))];
        (_, TaskCompletionSource endSecond) = await held.NextAsync();
        writes = [.. writes, held.Submit(new TestWrite(3, "c")), held.Submit(new TestWrite(4, "d"))];
        endFirst.SetResult();
        Assert.Equal([3, 4], await held.EndNextAsync());
        endSecond.SetResult();
        Assert.Equal([1, 2, 3, 4], await HeldCommits.AllAsync(writes));
    }

    [Theory]
    [InlineData(2, 100, 100, new[] { 2, 3 })]
    [InlineData(100, 5, 100, new[] { 2, 3 })]
    [InlineData(100, 100, 35, new[] { 2, 3, 4 })]
    [InlineData(100, 100, 100, new[] { 2, 3, 4, 5 })]
    public async Task A_group_keeps_within_its_limits(int maxWrites, int maxRows, int maxBytes, int[] group)
    {
        HeldCommits held = new(
            new GroupLimits { MaxQueued = 100, MaxWrites = maxWrites, MaxRows = maxRows, MaxBytes = maxBytes });
        Task<int>[] writes = [held.Submit(new TestWrite(1))];
        (_, TaskCompletionSource end) = await held.NextAsync();
        writes = [.. writes, .. Enumerable.Range(2, 4).Select(n => held.Submit(new TestWrite(n, rows: 2, size: 10)))];
        end.SetResult();
        Assert.Equal(group, await held.EndNextAsync());
        IReadOnlyList<int> rest = group.Length < 4 ? await held.EndNextAsync() : [];
        Assert.Equal([2, 3, 4, 5], group.Concat(rest));
        Assert.Equal([1, 2, 3, 4, 5], await HeldCommits.AllAsync(writes));
    }

    [Fact]
    public async Task A_write_over_the_limits_is_stored_alone()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100, MaxRows = 3, MaxBytes = 5 });
        Task<int>[] writes = [held.Submit(new TestWrite(1, rows: 4, size: 6))];
        Assert.Equal([1], await held.EndNextAsync());
        Assert.Equal([1], await HeldCommits.AllAsync(writes));
    }

    [Fact]
    public async Task A_failed_commit_reaches_each_caller_of_its_group_and_no_other()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100 });
        Task<int> before = held.Submit(new TestWrite(1));
        (_, TaskCompletionSource end) = await held.NextAsync();
        Task<int>[] failed = [held.Submit(new TestWrite(2, "a")), held.Submit(new TestWrite(3, "b"))];
        end.SetResult();
        (_, TaskCompletionSource fail) = await held.NextAsync();
        Task<int> after = held.Submit(new TestWrite(4, "a"));
        fail.SetException(new TimeoutException("away"));
        IOException[] errors = await Task.WhenAll(failed.Select(write => Assert.ThrowsAsync<IOException>(() => write)));
        Assert.All(errors, error => Assert.IsType<TimeoutException>(error.InnerException));
        Assert.NotSame(errors[0], errors[1]);
        Assert.Equal([4], await held.EndNextAsync());
        Assert.Equal((1, 4), (await before, await after));
    }

    [Fact]
    public async Task A_write_cancelled_in_the_queue_is_not_stored_and_makes_room()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 2 });
        Task<int> first = held.Submit(new TestWrite(1));
        (_, TaskCompletionSource end) = await held.NextAsync();
        using CancellationTokenSource cancel = new();
        Task<int> cancelled = held.SubmitUntil(new TestWrite(2), cancel.Token);
        Task<int> third = held.Submit(new TestWrite(3));
        _ = await Assert.ThrowsAsync<StoreOverloadedException>(() => held.Submit(new TestWrite(4)));
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<int> fifth = held.Submit(new TestWrite(5));
        end.SetResult();
        Assert.Equal([3, 5], await held.EndNextAsync());
        Assert.Equal([1, 3, 5], await HeldCommits.AllAsync(first, third, fifth));
    }

    [Fact]
    public async Task A_write_cancelled_during_its_commit_is_stored_and_its_caller_is_not_told()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 2 });
        using CancellationTokenSource cancel = new();
        Task<int> cancelled = held.SubmitUntil(new TestWrite(1, "a"), cancel.Token);
        (int[] group, TaskCompletionSource end) = await held.NextAsync();
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Task<int> next = held.Submit(new TestWrite(2, "a"));
        end.SetResult();
        Assert.Equal([2], await held.EndNextAsync());
        Assert.Equal(1, Assert.Single(group));
        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task A_full_queue_whose_callers_wait_takes_them_after_the_next_commit_started()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 100, MaxQueuedBytes = 10, WaitsWhenFull = true });
        Task<int> first = held.Submit(new TestWrite(1));
        (_, TaskCompletionSource end) = await held.NextAsync();
        Task<int> big = held.Submit(new TestWrite(2, size: 50));
        Task<int> outside = held.Submit(new TestWrite(3));
        using CancellationTokenSource cancel = new();
        Task<int> cancelled = held.SubmitUntil(new TestWrite(4), cancel.Token);
        await cancel.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        end.SetResult();
        Assert.Equal([2], await held.EndNextAsync());
        Assert.Equal([3], await held.EndNextAsync());
        Assert.Equal([1, 2, 3], await HeldCommits.AllAsync(first, big, outside));
    }

    [Fact]
    public async Task Closing_stores_what_is_queued_and_refuses_more()
    {
        HeldCommits held = new(new GroupLimits { MaxQueued = 2, WaitsWhenFull = true });
        Task<int> first = held.Submit(new TestWrite(1));
        (_, TaskCompletionSource end) = await held.NextAsync();
        Task<int>[] queued = [held.Submit(new TestWrite(2)), held.Submit(new TestWrite(3))];
        Task<int> outside = held.Submit(new TestWrite(4));
        Task closing = held.Writes.DisposeAsync().AsTask();
        Assert.False(closing.IsCompleted);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => outside);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => held.Submit(new TestWrite(5)));
        end.SetResult();
        Assert.Equal([2, 3], await held.EndNextAsync());
        await closing;
        await held.Writes.DisposeAsync();
        Assert.Equal((1, 2, 3), (await first, await queued[0], await queued[1]));
    }

    [Fact]
    public async Task A_commit_that_completes_a_write_itself_tells_its_caller_before_the_group_ends()
    {
        TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        GroupCommit<TestWrite> writes = new(
            group =>
            {
                group[0].Result = 7;
                group[0].Complete();
                return end.Task;
            },
            new GroupLimits { MaxQueued = 2 },
            NullLogger.Instance);
        Assert.Equal(7, await writes.SubmitAsync<TestWrite, int>(new TestWrite(1), Stop));
        end.SetResult();
        await writes.DisposeAsync();
    }
}
