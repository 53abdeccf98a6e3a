using System.Security.Cryptography;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Composition;

namespace Personalization.Client.Api.Recommendations;

/// <summary>Gets lists from the engine. Serves the API's copies when the engine misses the deadline or fails.</summary>
/// <remarks>
/// One token carries the deadline and the client's disconnect to the ranker, so that the engine stops work that no
/// client waits for. Each kind of call has its own method, because a shared method would cost every list a closure and
/// a state machine.
/// </remarks>
internal sealed class RecommendationCalls(
    IGrainFactory grains, UserGrains users, FallbackLists fallback, CachedLists copies, EngineBreakers breakers,
    ThreadDelay delay, TimeProvider time, ApiOptions options, ILogger<RecommendationCalls> log,
    ILocalLists? local = null)
{
    /// <summary>The name of the breaker in logs and metrics.</summary>
    public const string Breaker = "lists";

    /// <summary>
    /// The time between the API's response and the client's deadline, milliseconds, so that the response arrives in
    /// time.
    /// </summary>
    private const int AnswerReserveMs = 15;

    /// <summary>
    /// The time between the engine's and the API's deadline, milliseconds. The engine's own fallback list, which is
    /// better, then arrives first.
    /// </summary>
    private const int EngineReserveMs = 15;

    /// <summary>A delay of the process that <see cref="AnswerReserveMs"/> covers, milliseconds.</summary>
    private const int HarmlessDelayMs = 10;

    /// <summary>Ignores client disconnects, which do not indicate an engine failure.</summary>
    private readonly EngineBreaker _breaker = breakers.Get(Breaker, error => error is not OperationCanceledException);

    /// <summary>Identifies this process, so that silos can distinguish the clocks of API processes.</summary>
    private readonly int _sender = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Gets the user's list, rendered as JSON.</summary>
    /// <exception cref="RequestRefusedException">503: the engine did not answer and the API has no copy.</exception>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    /// <remarks>A valid list in this process needs no call: neither the breaker nor the deadline matters.</remarks>
    public ValueTask<ServedList> ServeAsync(UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        if (local?.Find(user, query) is not { } list)
        {
            return CallAsync(user, query, clientGone);
        }

        copies.Store(user, query, list);
        return ValueTask.FromResult(list);
    }

    private async ValueTask<ServedList> CallAsync(
        UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        using EngineCall call = Begin(query.DeadlineMs, clientGone);
        if (call.Refusal is { } refusal)
        {
            return Copy(user, query, refusal);
        }

        try
        {
            ServedList list = await users.Of(user).ServeAsync(ForEngine(query, call), call.Token);
            await call.SucceedAsync();
            copies.Store(user, query, list);
            return list;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            return Copy(user, query, await FailAsync(call, error));
        }
    }

    /// <summary>Gets the user's list as items.</summary>
    /// <inheritdoc cref="ServeAsync"/>
    public async ValueTask<RecommendationList> RecommendAsync(
        UserId user, RecommendationQuery query, CancellationToken clientGone)
    {
        using EngineCall call = Begin(query.DeadlineMs, clientGone);
        if (call.Refusal is { } refusal)
        {
            return Popular(query, refusal);
        }

        try
        {
            RecommendationList list = await users.Of(user).RecommendAsync(ForEngine(query, call), call.Token);
            await call.SucceedAsync();
            return list;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            return Popular(query, await FailAsync(call, error));
        }
    }

    /// <summary>Ranks the caller's candidates for the user.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async ValueTask<RecommendationList> RankAsync(UserId user, RankQuery query, CancellationToken clientGone)
    {
        using EngineCall call = Begin(query.DeadlineMs, clientGone);
        if (call.Refusal is { } refusal)
        {
            return fallback.Rank(query, refusal);
        }

        try
        {
            RankQuery forEngine = query with { DeadlineMs = EngineMs(query.DeadlineMs, call) };
            RecommendationList list = await users.Of(user).RankAsync(forEngine, call.Token);
            await call.SucceedAsync();
            return list;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            return fallback.Rank(query, await FailAsync(call, error));
        }
    }

    /// <summary>Asks a user's grain within a deadline, or answers without it.</summary>
    /// <param name="user">The user.</param>
    /// <param name="deadlineMs">The client's deadline, milliseconds.</param>
    /// <param name="ask">Asks the grain. The query names the time left, the time of sending and the sender.</param>
    /// <param name="otherwise">Answers without the engine, for a fallback reason.</param>
    /// <param name="clientGone">Cancelled when the client disconnects.</param>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async ValueTask<T> AskAsync<T>(
        UserId user,
        int deadlineMs,
        Func<IUserGrain, RecommendationQuery, CancellationToken, ValueTask<T>> ask,
        Func<string, T> otherwise,
        CancellationToken clientGone)
    {
        using EngineCall call = Begin(deadlineMs, clientGone);
        if (call.Refusal is { } refusal)
        {
            return otherwise(refusal);
        }

        try
        {
            RecommendationQuery times = ForEngine(new RecommendationQuery { DeadlineMs = deadlineMs }, call);
            T answer = await ask(users.Of(user), times, call.Token);
            await call.SucceedAsync();
            return answer;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            return otherwise(await FailAsync(call, error));
        }
    }

    /// <summary>Gets the items that users often choose together with an item.</summary>
    /// <exception cref="RequestRefusedException">503: the engine did not answer and the API has no copy.</exception>
    public ValueTask<RecommendationList> SimilarAsync(
        ItemId item, int count, ItemFilter? filter, CancellationToken clientGone) =>
        SharedAsync(lists => lists.SimilarAsync(item, count, filter), count, filter, clientGone);

    /// <summary>Gets items around several items; equal for all users.</summary>
    /// <exception cref="RequestRefusedException">503: the engine did not answer and the API has no copy.</exception>
    public ValueTask<RecommendationList> SimilarAsync(SimilarQuery query, CancellationToken clientGone) =>
        SharedAsync(lists => lists.AroundAsync(query), query.Count, query.Filter, clientGone);

    /// <summary>Gets the popular items.</summary>
    /// <exception cref="RequestRefusedException">503: the engine did not answer and the API has no copy.</exception>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter, CancellationToken clientGone) =>
        SharedAsync(lists => lists.PopularAsync(count, filter), count, filter, clientGone);

    /// <summary>Gets a list that is equal for all users.</summary>
    private async ValueTask<RecommendationList> SharedAsync(
        Func<IItemListsGrain, ValueTask<RecommendationList>> ask,
        int count, ItemFilter? filter, CancellationToken clientGone)
    {
        RecommendationQuery query = new() { Count = count, Filter = filter };
        using EngineCall call = Begin(options.DefaultDeadlineMs, clientGone);
        if (call.Refusal is { } refusal)
        {
            return Popular(query, refusal);
        }

        try
        {
            RecommendationList list = await ask(grains.GetGrain<IItemListsGrain>(0)).AsTask().WaitAsync(call.Token);
            await call.SucceedAsync();
            return list;
        }
        catch (Exception error) when (!clientGone.IsCancellationRequested)
        {
            return Popular(query, await FailAsync(call, error));
        }
    }

    /// <summary>
    /// Starts a call. The breaker ignores deadlines shorter than the default, so that one client cannot open it for
    /// all.
    /// </summary>
    private EngineCall Begin(int deadlineMs, CancellationToken clientGone)
    {
        int left = TimeLeftMs(deadlineMs);
        BreakerPass? pass =
            deadlineMs < options.DefaultDeadlineMs || left <= 0 ? default(BreakerPass) : _breaker.Enter();
        return new EngineCall(pass, left, new(TimeSpan.FromMilliseconds(Math.Max(1, left)), time), clientGone);
    }

    /// <summary>Counts and logs a failure.</summary>
    /// <returns>The fallback reason of the response.</returns>
    private async ValueTask<string> FailAsync(EngineCall call, Exception error)
    {
        await call.FailAsync(error);
        if (call.IsLate(error))
        {
            return EngineCall.Deadline;
        }

        log.LogWarning(error, "The engine failed to serve a list; the API served a copy.");
        return EngineCall.Unavailable;
    }

    /// <summary>Returns the user's last list, or else popular items.</summary>
    private ServedList Copy(UserId user, RecommendationQuery query, string reason) =>
        copies.Find(user, query) is { } copy
            ? copy with
            {
                RecommendationId = fallback.NextId(FallbackLevel.Cached),
                FallbackLevel = FallbackLevel.Cached,
                FallbackReason = reason
            }
            : ServedList.Of(Popular(query, reason));

    /// <summary>Returns the last popular list, or else the configured list.</summary>
    private RecommendationList Popular(RecommendationQuery query, string reason) =>
        fallback.Popular(query, reason) ?? fallback.Static(query, reason) ?? throw new RequestRefusedException(
            ProblemCode.Unavailable,
            "The engine did not answer in time and the API has no copy yet. Send the request again.");

    private RecommendationQuery ForEngine(RecommendationQuery query, EngineCall call) => query with
    {
        DeadlineMs = EngineMs(query.DeadlineMs, call),
        SentAt = time.GetUtcNow().UtcTicks,
        Sender = _sender,
    };

    private static int EngineMs(int deadlineMs, EngineCall call) =>
        Math.Max(1, call.TimeLeftMs - Math.Min(EngineReserveMs, deadlineMs / 10));

    /// <summary>
    /// The time for the engine: the client's deadline without the reserve for the response and without the delays of
    /// this process, which pass before the deadline is noticed and before the response is written.
    /// </summary>
    private int TimeLeftMs(int deadlineMs) => deadlineMs - Math.Min(AnswerReserveMs, deadlineMs / 10)
        - (int)Math.Clamp(2 * (delay.Current.TotalMilliseconds - HarmlessDelayMs), 0, deadlineMs);
}
