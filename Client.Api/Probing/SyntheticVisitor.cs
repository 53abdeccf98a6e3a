using System.Globalization;
using System.Security.Cryptography;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Recommendations;
using Personalization.Client.Api.Engine;
using Personalization.Client.Api.Recommendations;

namespace Personalization.Client.Api.Probing;

/// <summary>
/// A visitor of this process's own: asks for a list, dismisses its first item, and looks whether the next list is
/// without it, on the way that everybody's events and lists take. Forgotten after some rounds, so that it leaves
/// nothing behind. One round at a time.
/// </summary>
internal sealed class SyntheticVisitor(
    UserGrains users, EngineCalls engine, RecommendationCalls lists, TimeProvider time)
{
    private const int Count = 5;

    /// <summary>
    /// It is asked whether lists are right, which clients' deadlines must not decide; how long they take is measured
    /// beside.
    /// </summary>
    private const int PatienceMs = 2_000;
    private const int RoundsRemembered = 20;

    private readonly UserId _user = SyntheticUsers.Create(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
    private long _round;

    /// <summary>One round.</summary>
    public async Task<ProbeOutcome> VisitAsync(CancellationToken stopping)
    {
        if (_round > 0 && _round % RoundsRemembered == 0)
        {
            await LeaveAsync();
        }

        _round++;
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

    /// <summary>Has everything forgotten that the engine knows of this visitor.</summary>
    public async Task LeaveAsync() =>
        _ = await engine.RunAsync((users, _user), static call => call.users.Of(call._user).ForgetAsync());

    private ValueTask<RecommendationList> AskAsync(CancellationToken stopping) =>
        lists.RecommendAsync(_user, new RecommendationQuery { Count = Count, DeadlineMs = PatienceMs }, stopping);

    private async ValueTask<EventAck> DismissAsync(ItemId item)
    {
        UserEvent dismissed = new()
        {
            EventId = _round.ToString(CultureInfo.InvariantCulture),
            UserId = _user,
            Type = EventTypes.Dismiss,
            ItemId = item,
            OccurredAt = time.GetUtcNow(),
        };
        return (await engine.RunAsync(
            (users, _user, dismissed), static call => call.users.Of(call._user).RecordAsync([call.dismissed])))[0];
    }
}
