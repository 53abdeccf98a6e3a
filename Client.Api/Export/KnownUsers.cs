using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Engine;

namespace Personalization.Client.Api.Export;

/// <summary>Reads the users who have events, in the order of their first events.</summary>
/// <remarks>
/// Reads the whole log. Memory: a hash of 8 bytes for each user, about 30 bytes with the table. Two users with one hash
/// would count as one; among 10 million users that has a probability of 3 in a million.
/// </remarks>
internal sealed class KnownUsers(IGrainFactory grains, EngineCalls engine, TimeProvider time)
{
    private const int PageEntries = 1_000;

    /// <summary>Reads each user once, up to the time of the call.</summary>
    /// <param name="since">The earliest time of receipt of the events; users without later events are absent.</param>
    /// <param name="clientGone">Cancelled when the client disconnects.</param>
    public async IAsyncEnumerable<UserId> ReadAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken clientGone)
    {
        HashSet<ulong> seen = [];
        EventPageQuery query = new() { Since = since, Until = time.GetUtcNow(), Limit = PageEntries };
        EventPage page;
        do
        {
            page = await engine.RunAsync(
                (Feed: grains.GetGrain<IEventFeedGrain>(0), query),
                static (call, stop) => call.Feed.ReadAsync(call.query, stop),
                clientGone);
            foreach (PositionedEvent one in page.Events)
            {
                UserId user = one.Event.UserId;
                if (seen.Add(XxHash64.HashToUInt64(MemoryMarshal.AsBytes(user.Value.AsSpan()))))
                {
                    yield return user;
                }
            }

            query = query with { After = page.Position };
        }
        while (!page.IsLast);
    }
}
