using System.Security.Cryptography;
using Personalization.Abstractions.Drill;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Abstractions.Users;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;
using Personalization.Hosting.Composition;
using Polly.CircuitBreaker;

namespace Personalization.Client.Api.Recommendations;

/// <summary>
/// Asks the engine for lists and never waits longer than the deadline: then the API's own copy answers. Deadline and a client that has
/// gone are one token that goes all the way to the ranker, so that nobody works at what nobody waits for.
/// </summary>
internal sealed class RecommendationCalls(
    IGrainFactory grains, UserGrains users, FallbackLists fallback, CachedLists copies, EngineBreakers breakers, TimeProvider time, ApiOptions options, DrillOptions drill,
    ILogger<RecommendationCalls> log)
{
    /// <summary>The name of the breaker in logs and metrics.</summary>
    public const string Breaker = "lists";

    /// <summary>The engine is told to be done this much earlier than the API answers for it, so that its own, better, level arrives in time.</summary>
    private const int MostReserveMs = 15;

    /// <summary>The API's own copy answers this much before the client's deadline, so that it is there in time.</summary>
    private const int MostAnswerMs = 15;

    private const string Late = "The engine did not answer in time.";

    /// <summary>The deadline of a drill that shows what an engine without deadlines does.</summary>
    private const int NoDeadlineMs = 60_000;

    /// <summary>A client that has gone says nothing of the engine.</summary>
    private readonly EngineBreaker _breaker = breakers.Get(Breaker, static error => error is not OperationCanceledException);

    /// <summary>Names this process, so that silos can tell its clock from others'.</summary>
    private readonly int _sender = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    private static readonly ListCall<UserAsk, ServedList> Serving = new(
        static (ask, stop) => ask.Calls.Of(ask.User).ServeAsync(ask.Inside, stop),
        static (ask, reason) => ask.Calls.Copied(ask.User, ask.Query, reason),
        static (ask, list) => ask.Calls.Keep(ask, list));

    private static readonly ListCall<UserAsk, RecommendationList> Recommending = new(
        static (ask, stop) => ask.Calls.Of(ask.User).RecommendAsync(ask.Inside, stop),
        static (ask, reason) => ask.Calls.Popular(ask.Query, reason));

    private static readonly ListCall<(RecommendationCalls Calls, UserId User, RankQuery Query, RankQuery Inside), RecommendationList> Ranking = new(
        static (ask, stop) => ask.Calls.Of(ask.User).RankAsync(ask.Inside, stop),
        static (ask, reason) => ask.Calls.Rank(ask.Query, reason));

    private static readonly ListCall<(RecommendationCalls Calls, RecommendationQuery Query, Func<IItemListsGrain, ValueTask<RecommendationList>> Ask), RecommendationList> Sharing = new(
        static (ask, stop) => new(ask.Ask(ask.Calls.Shared).AsTask().WaitAsync(stop)),
        static (ask, reason) => ask.Calls.Popular(ask.Query, reason));

    /// <summary>The user's list, ready to be passed on.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public ValueTask<ServedList> ServeAsync(UserId user, RecommendationQuery query, CancellationToken gone) =>
        BoundAsync(new UserAsk(this, user, query, Inside(query)), Serving, query.DeadlineMs, gone);

    /// <summary>The user's list item by item.</summary>
    /// <inheritdoc cref="ServeAsync"/>
    public ValueTask<RecommendationList> RecommendAsync(UserId user, RecommendationQuery query, CancellationToken gone) =>
        BoundAsync(new UserAsk(this, user, query, Inside(query)), Recommending, query.DeadlineMs, gone);

    /// <summary>The caller's candidates in the user's order.</summary>
    public ValueTask<RecommendationList> RankAsync(UserId user, RankQuery query, CancellationToken gone) =>
        BoundAsync((this, user, query, query with { DeadlineMs = Inside(query.DeadlineMs) }), Ranking, query.DeadlineMs, gone);

    /// <summary>What is often chosen with an item.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter, CancellationToken gone) =>
        SharedAsync(lists => lists.SimilarAsync(item, count, filter), count, filter, gone);

    /// <summary>What is popular.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter, CancellationToken gone) =>
        SharedAsync(lists => lists.PopularAsync(count, filter), count, filter, gone);

    private IItemListsGrain Shared => grains.GetGrain<IItemListsGrain>(0);

    private ValueTask<RecommendationList> SharedAsync(Func<IItemListsGrain, ValueTask<RecommendationList>> ask, int count, ItemFilter? filter, CancellationToken gone) =>
        BoundAsync((this, new RecommendationQuery { Count = count, Filter = filter }, ask), Sharing, options.DefaultDeadlineMs, gone);

    private async ValueTask<T> BoundAsync<TWith, T>(TWith with, ListCall<TWith, T> call, int deadlineMs, CancellationToken gone)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(drill.NoDeadlines ? NoDeadlineMs : Outside(deadlineMs)), time);
        using CancellationTokenRegistration leaving = gone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), stop);
        bool says = deadlineMs >= options.DefaultDeadlineMs; // a deadline shorter than usual is the caller's own affair, and no word on the engine
        bool isClosed = _breaker.IsClosed;
        T answer;
        try
        {
            answer = isClosed || !says
                ? await call.Ask(with, stop.Token)
                : await _breaker.TryAsync((with, call, stop, gone), static trial => InTimeAsync(trial.with, trial.call, trial.stop, trial.gone));
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            bool isLate = error is OperationCanceledException or TimeoutException && stop.IsCancellationRequested;
            if (says && isClosed)
            {
                await _breaker.CountAsync(isLate ? new TimeoutException(Late, error) : error);
            }

            return Step(call, with, error, isLate);
        }

        if (says && isClosed)
        {
            await _breaker.CountAsync(null);
        }

        call.Done?.Invoke(with, answer);
        return answer;
    }

    /// <summary>A call whose missed deadline is a failure, as the breaker counts it.</summary>
    private static async ValueTask<T> InTimeAsync<TWith, T>(TWith with, ListCall<TWith, T> call, CancellationTokenSource stop, CancellationToken gone)
    {
        try
        {
            return await call.Ask(with, stop.Token);
        }
        catch (OperationCanceledException missed) when (stop.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            throw new TimeoutException(Late, missed);
        }
    }

    private T Step<TWith, T>(ListCall<TWith, T> call, TWith with, Exception error, bool isLate)
    {
        if (!isLate && error is not BrokenCircuitException)
        {
            log.LogWarning(error, "The engine did not answer a list; the API's own copy does.");
        }

        return drill.NoLadder
            ? throw new RequestRefusedException(ProblemCode.Unavailable, "The engine did not answer, and this drill has taken the ladder away.")
            : call.Instead(with, isLate ? "deadline" : "unavailable");
    }

    private IUserGrain Of(UserId user) => users.Of(user);

    private void Keep(UserAsk ask, ServedList list) => copies.Keep(ask.User, ask.Query, list);

    private RecommendationList Rank(RankQuery query, string reason) => fallback.Rank(query, reason);

    /// <summary>The ladder without the engine: the user's own list as it was, what is popular, what is configured.</summary>
    private ServedList Copied(UserId user, RecommendationQuery query, string reason) => copies.Find(user, query) is { } copy
        ? copy with { RecommendationId = fallback.NextId(FallbackLevel.Cached), FallbackLevel = FallbackLevel.Cached, FallbackReason = reason }
        : ServedList.Of(Popular(query, reason));

    private RecommendationList Popular(RecommendationQuery query, string reason) => fallback.Popular(query, reason) ?? fallback.Static(query, reason)
        ?? throw new RequestRefusedException(ProblemCode.Unavailable, "The engine did not answer in time and nothing can be served in its place yet; try again.");

    private RecommendationQuery Inside(RecommendationQuery query) =>
        query with { DeadlineMs = Inside(query.DeadlineMs), SentAt = time.GetUtcNow().UtcTicks, Sender = _sender };

    private int Inside(int deadlineMs) => drill.NoDeadlines ? NoDeadlineMs : Outside(deadlineMs) - Math.Min(MostReserveMs, deadlineMs / 10);

    private static int Outside(int deadlineMs) => deadlineMs - Math.Min(MostAnswerMs, deadlineMs / 10);
}
