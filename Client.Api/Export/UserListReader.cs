using System.Security.Cryptography;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;

namespace Personalization.Client.Api.Export;

/// <summary>Gets the lists of an export from the engine without disturbing live requests.</summary>
/// <remarks>
/// An export has its own retries, so that it cannot spend those of live requests, and its failures do not count for the
/// circuit breaker of live lists. It stores no copies. While work of this process waits for a thread, it pauses.
/// </remarks>
internal sealed class UserListReader(
    UserGrains users, FallbackLists fallback, ThreadDelay delay, TimeProvider time, ILogger<UserListReader> log)
{
    /// <summary>The lists that one export asks for in parallel.</summary>
    public const int Parallel = 8;

    /// <summary>The deadline of one list, milliseconds. No person waits for it, so it is longer than usual.</summary>
    private const int DeadlineMs = 2_000;

    private const int RetryCapacity = 100;

    /// <summary>A delay of the process above which an export pauses.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeRetry = TimeSpan.FromMilliseconds(200);

    private readonly RetryBudget _retries = new(RetryCapacity);
    private readonly int _sender = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Gets a user's list. The fallback reason says why it is not the engine's.</summary>
    /// <returns>The list; null when the engine failed and the process has no list to fall back on.</returns>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async Task<RecommendationList?> GetAsync(
        UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        await WaitForThreadsAsync(clientGone);
        try
        {
            RecommendationList list = await TryAsync(user, query, clientGone);
            _retries.Earn();
            return list;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            log.LogDebug(error, "The engine failed to rank a list of an export.");
            string reason = error is TimeoutException or OperationCanceledException ? "deadline" : "unavailable";
            return fallback.Popular(query, reason) ?? fallback.Static(query, reason);
        }
    }

    private async Task<RecommendationList> TryAsync(
        UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        try
        {
            return await AskAsync(user, query, clientGone);
        }
        catch (Exception) when (!clientGone.IsCancellationRequested && _retries.TryTake())
        {
            await Task.Delay(BeforeRetry, time, clientGone);
            return await AskAsync(user, query, clientGone);
        }
    }

    private async Task<RecommendationList> AskAsync(
        UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        using CancellationTokenSource late = new(TimeSpan.FromMilliseconds(2 * DeadlineMs), time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, clientGone);
        RecommendationQuery sent =
            query with { DeadlineMs = DeadlineMs, SentAt = time.GetUtcNow().UtcTicks, Sender = _sender };
        return await users.Of(user).RecommendAsync(sent, stop.Token).AsTask().WaitAsync(stop.Token);
    }

    /// <summary>Waits while live requests wait for threads, for a second at most.</summary>
    private async Task WaitForThreadsAsync(CancellationToken clientGone)
    {
        for (TimeSpan waited = TimeSpan.Zero; waited < LongestPause && delay.Current > Busy; waited += Pause)
        {
            await Task.Delay(Pause, time, clientGone);
        }
    }
}
