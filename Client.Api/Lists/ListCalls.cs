using System.Security.Cryptography;
using Personalization.Abstractions.Drill;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Lists;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Problems;
using Personalization.Client.Api.Settings;
using Personalization.Silo.Hosting;
using Polly;
using Polly.CircuitBreaker;

namespace Personalization.Client.Api.Lists;

/// <summary>
/// Asks the engine for lists and never waits longer than the deadline: then the API's own copy answers. Deadline and a client that has
/// gone are one token that goes all the way to the ranker, so that nobody works at what nobody waits for.
/// </summary>
internal sealed class ListCalls(
    IGrainFactory grains, UserGrains users, FallbackLists fallback, KeptCopies copies, EngineBreakers breakers, TimeProvider time, ApiOptions options, DrillOptions drill,
    ILogger<ListCalls> log)
{
    /// <summary>The name of the breaker in logs and metrics.</summary>
    public const string Breaker = "lists";

    /// <summary>The engine is told to be done this much earlier than the API answers for it, so that its own, better, rung arrives in time.</summary>
    private const int MostReserveMs = 15;

    /// <summary>The API's own copy answers this much before the client's deadline, so that it is there in time.</summary>
    private const int MostAnswerMs = 15;

    /// <summary>The deadline of a drill that shows what an engine without deadlines does.</summary>
    private const int NoDeadlineMs = 60_000;

    /// <summary>A client that has gone says nothing of the engine.</summary>
    private readonly ResiliencePipeline _breaker = breakers.Get(Breaker, static error => error is not OperationCanceledException);

    /// <summary>Names this process, so that silos can tell its clock from others'.</summary>
    private readonly int _sender = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>The user's list, ready to be passed on.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<ServedList> ServeAsync(UserId user, RecommendationQuery query, CancellationToken gone)
    {
        RecommendationQuery inside = Inside(query);
        ServedList list = await BoundAsync(stop => users.Of(user).ServeAsync(inside, stop), query.DeadlineMs, reason => Copied(user, query, reason), gone);
        copies.Keep(user, query, list);
        return list;
    }

    /// <summary>The user's list item by item.</summary>
    /// <inheritdoc cref="ServeAsync"/>
    public ValueTask<RecommendationList> RecommendAsync(UserId user, RecommendationQuery query, CancellationToken gone)
    {
        RecommendationQuery inside = Inside(query);
        return BoundAsync(stop => users.Of(user).RecommendAsync(inside, stop), query.DeadlineMs, reason => Popular(query, reason), gone);
    }

    /// <summary>The caller's candidates in the user's order.</summary>
    public ValueTask<RecommendationList> RankAsync(UserId user, RankQuery query, CancellationToken gone)
    {
        RankQuery inside = query with { DeadlineMs = Inside(query.DeadlineMs) };
        return BoundAsync(stop => users.Of(user).RankAsync(inside, stop), query.DeadlineMs, reason => fallback.Rank(query, reason), gone);
    }

    /// <summary>What is often chosen with an item.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter, CancellationToken gone) =>
        SharedAsync(lists => lists.SimilarAsync(item, count, filter), count, filter, gone);

    /// <summary>What is popular.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter, CancellationToken gone) =>
        SharedAsync(lists => lists.PopularAsync(count, filter), count, filter, gone);

    private ValueTask<RecommendationList> SharedAsync(Func<IItemListsGrain, ValueTask<RecommendationList>> ask, int count, ItemFilter? filter, CancellationToken gone)
    {
        RecommendationQuery query = new() { Count = count, Filter = filter };
        return BoundAsync(_ => ask(grains.GetGrain<IItemListsGrain>(0)), options.DefaultDeadlineMs, reason => Popular(query, reason), gone);
    }

    private async ValueTask<T> BoundAsync<T>(Func<CancellationToken, ValueTask<T>> call, int deadlineMs, Func<string, T> instead, CancellationToken gone)
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(drill.NoDeadlines ? NoDeadlineMs : Outside(deadlineMs)), time);
        using CancellationTokenRegistration leaving = gone.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), stop);
        try
        {
            // A deadline shorter than usual is the caller's own affair, and no word on the engine.
            return deadlineMs < options.DefaultDeadlineMs
                ? await CallAsync((call, stop, gone), CancellationToken.None)
                : await _breaker.ExecuteAsync(CallAsync, (call, stop, gone), CancellationToken.None);
        }
        catch (TimeoutException) when (stop.IsCancellationRequested)
        {
            return Step(instead, "deadline");
        }
        catch (BrokenCircuitException)
        {
            return Step(instead, "unavailable");
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            log.LogWarning(error, "The engine did not answer a list; the API's own copy does.");
            return Step(instead, "unavailable");
        }
    }

    private static async ValueTask<T> CallAsync<T>((Func<CancellationToken, ValueTask<T>> Call, CancellationTokenSource Stop, CancellationToken Gone) with, CancellationToken none)
    {
        try
        {
            ValueTask<T> answer = with.Call(with.Stop.Token);
            return await (answer.IsCompletedSuccessfully ? answer : new ValueTask<T>(answer.AsTask().WaitAsync(with.Stop.Token)));
        }
        catch (OperationCanceledException missed) when (with.Stop.IsCancellationRequested && !with.Gone.IsCancellationRequested)
        {
            throw new TimeoutException("The engine did not answer in time.", missed);
        }
    }

    private T Step<T>(Func<string, T> instead, string reason) => drill.NoLadder
        ? throw new RequestRefusedException(ProblemCode.Unavailable, "The engine did not answer, and this drill has taken the ladder away.")
        : instead(reason);

    /// <summary>The ladder without the engine: the user's own list as it was, what is popular, what is configured.</summary>
    private ServedList Copied(UserId user, RecommendationQuery query, string reason) => copies.Find(user, query) is { } copy
        ? copy with { RecommendationId = fallback.NextId(Rung.Cached), Rung = Rung.Cached, RungReason = reason }
        : ServedList.Of(Popular(query, reason));

    private RecommendationList Popular(RecommendationQuery query, string reason) => fallback.Popular(query, reason) ?? fallback.Static(query, reason)
        ?? throw new RequestRefusedException(ProblemCode.Unavailable, "The engine did not answer in time and nothing can be served in its place yet; try again.");

    private RecommendationQuery Inside(RecommendationQuery query) =>
        query with { DeadlineMs = Inside(query.DeadlineMs), SentAt = time.GetUtcNow().UtcTicks, Sender = _sender };

    private int Inside(int deadlineMs) => drill.NoDeadlines ? NoDeadlineMs : Outside(deadlineMs) - Math.Min(MostReserveMs, deadlineMs / 10);

    private static int Outside(int deadlineMs) => deadlineMs - Math.Min(MostAnswerMs, deadlineMs / 10);
}
