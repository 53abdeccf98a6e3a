using System.Globalization;
using System.Security.Cryptography;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Probing;

/// <summary>
/// Probes the engine as a synthetic user: gets a list, dismisses its first item, and checks that the next list omits
/// it.
/// </summary>
/// <remarks>Uses the same path as real events and lists. Erases its data every 20 probes. Not thread-safe.</remarks>
internal sealed class SyntheticVisitor(
    UserGrains users, EngineCalls engine, RecommendationCalls lists, TimeProvider time)
{
    private const int Count = 5;

    /// <summary>
    /// Longer than client deadlines, because a probe checks correctness; its duration is measured separately.
    /// </summary>
    private const int DeadlineMs = 2_000;

    private const int ProbesUntilErased = 20;

    private readonly UserId _user = SyntheticUsers.Create(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    private long _probe;

    /// <summary>Runs one probe.</summary>
    public async Task<ProbeOutcome> VisitAsync(CancellationToken stopping)
    {
        if (_probe > 0 && _probe % ProbesUntilErased == 0)
        {
            await LeaveAsync();
        }

        _probe++;
        RecommendationList before = await AskAsync(stopping);
        if (before.Items.IsDefaultOrEmpty || before.FallbackReason == "noModel")
        {
            return ProbeOutcome.Idle;
        }

        if (before.FallbackLevel != FallbackLevel.Fresh)
        {
            return ProbeOutcome.Degraded;
        }

        ItemId item = before.Items[0].ItemId;
        EventAck ack = await DismissAsync(item);
        RecommendationList after = await AskAsync(stopping);
        return after.FallbackLevel != FallbackLevel.Fresh ? ProbeOutcome.Degraded
            : after.ProfileVersion < ack.ProfileVersion || after.Items.Any(shown => shown.ItemId == item)
                ? ProbeOutcome.Missed
                : ProbeOutcome.Seen;
    }

    /// <summary>Erases the visitor's data from the engine.</summary>
    public async Task LeaveAsync() =>
        _ = await engine.RunAsync(
            (users, _user), static call => call.users.Of(call._user).ForgetAsync(), CancellationToken.None);

    private ValueTask<RecommendationList> AskAsync(CancellationToken stopping) =>
        lists.RecommendAsync(_user, new RecommendationQuery { Count = Count, DeadlineMs = DeadlineMs }, stopping);

    private async ValueTask<EventAck> DismissAsync(ItemId item)
    {
        UserEvent dismissed = new()
        {
            EventId = _probe.ToString(CultureInfo.InvariantCulture),
            UserId = _user,
            Type = EventTypes.Dismiss,
            ItemId = item,
            OccurredAt = time.GetUtcNow(),
        };
        return (await engine.RunAsync(
            (users, _user, dismissed),
            static (call, stop) => call.users.Of(call._user).RecordAsync([call.dismissed], stop),
            CancellationToken.None))[0];
    }
}
