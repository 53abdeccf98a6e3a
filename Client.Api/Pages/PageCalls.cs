using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Pages;
using Personalization.Client.Api.Fallback;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Pages;

/// <summary>Gets pages from the engine. Fills them with the API's copies when the engine is late or fails.</summary>
internal sealed class PageCalls(RecommendationCalls calls, FallbackLists copies)
{
    /// <summary>Gets a page of a user within its deadline.</summary>
    /// <exception cref="RequestRefusedException">503: the engine did not answer and the API has no copy.</exception>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public ValueTask<PageAnswer> PageAsync(UserId user, PageQuery query, CancellationToken clientGone) =>
        calls.AskAsync(
            user,
            query.DeadlineMs,
            (grain, times, stop) => grain.PageAsync(
                query with { DeadlineMs = times.DeadlineMs, SentAt = times.SentAt, Sender = times.Sender }, stop),
            reason => FallbackPage.Of(query, copies, reason) ?? throw new RequestRefusedException(
                ProblemCode.Unavailable,
                "The engine did not answer in time and the API has no copy yet. Send the request again."),
            clientGone);
}
