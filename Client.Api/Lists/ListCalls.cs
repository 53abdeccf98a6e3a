using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Lists;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Problems;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Lists;

/// <summary>Asks the engine for lists and never waits longer than the deadline: then the API's own copy answers.</summary>
internal sealed class ListCalls(
    IGrainFactory grains, UserGrains users, FallbackLists fallback, TimeProvider time, ApiOptions options, ILogger<ListCalls> log)
{
    /// <summary>The engine is told to be done this much earlier than the client's deadline, so that its own, better, rung arrives in time.</summary>
    private const int MostReserveMs = 15;

    /// <summary>The user's list.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> RecommendAsync(UserId user, RecommendationQuery query)
    {
        RecommendationQuery inside = query with { DeadlineMs = Inside(query.DeadlineMs) };
        ValueTask<RecommendationList> call = Start(() => users.Of(user).RecommendAsync(inside, CancellationToken.None));
        return call.IsCompletedSuccessfully ? call : BoundAsync(call, query.DeadlineMs, reason => Popular(query, reason));
    }

    /// <summary>The caller's candidates in the user's order.</summary>
    public ValueTask<RecommendationList> RankAsync(UserId user, RankQuery query)
    {
        RankQuery inside = query with { DeadlineMs = Inside(query.DeadlineMs) };
        return BoundAsync(Start(() => users.Of(user).RankAsync(inside, CancellationToken.None)), query.DeadlineMs, reason => fallback.Rank(query, reason));
    }

    /// <summary>What is often chosen with an item.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> SimilarAsync(ItemId item, int count, ItemFilter? filter) =>
        SharedAsync(lists => lists.SimilarAsync(item, count, filter), count, filter);

    /// <summary>What is popular.</summary>
    /// <exception cref="RequestRefusedException">503: nothing at all can be served.</exception>
    public ValueTask<RecommendationList> PopularAsync(int count, ItemFilter? filter) =>
        SharedAsync(lists => lists.PopularAsync(count, filter), count, filter);

    private ValueTask<RecommendationList> SharedAsync(Func<IItemListsGrain, ValueTask<RecommendationList>> ask, int count, ItemFilter? filter)
    {
        RecommendationQuery query = new() { Count = count, Filter = filter };
        return BoundAsync(Start(() => ask(grains.GetGrain<IItemListsGrain>(0))), options.DefaultDeadlineMs, reason => Popular(query, reason));
    }

    private async ValueTask<RecommendationList> BoundAsync(ValueTask<RecommendationList> call, int deadlineMs, Func<string, RecommendationList> instead)
    {
        try
        {
            return await call.AsTask().WaitAsync(TimeSpan.FromMilliseconds(deadlineMs), time);
        }
        catch (TimeoutException)
        {
            return instead("deadline");
        }
        catch (Exception error)
        {
            log.LogWarning(error, "The engine did not answer a list; the API's own copy does.");
            return instead("unavailable");
        }
    }

    private RecommendationList Popular(RecommendationQuery query, string reason) => fallback.Popular(query, reason)
        ?? throw new RequestRefusedException(ProblemCode.Unavailable, "The engine did not answer in time and nothing can be served in its place yet; try again.");

    private static int Inside(int deadlineMs) => deadlineMs - Math.Min(MostReserveMs, deadlineMs / 10);

    /// <summary>A call that fails at once fails like one that fails later.</summary>
    private static ValueTask<RecommendationList> Start(Func<ValueTask<RecommendationList>> call)
    {
        try
        {
            return call();
        }
        catch (Exception error)
        {
            return ValueTask.FromException<RecommendationList>(error);
        }
    }
}
