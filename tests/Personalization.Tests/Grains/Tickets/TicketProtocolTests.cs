using CsCheck;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Users;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>
/// Events whose turn ends before their commit: generated orders of events, commits, failures, fences and activations.
/// </summary>
public sealed class TicketProtocolTests
{
    private static readonly Gen<(int Kind, int Silo, int[] Events)[]> Plans = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 1], Gen.Int[0, 11].Array[1, 3]).Array[1, 60];

    [Theory]
    [InlineData(1_024)]
    [InlineData(3)]
    public void Every_order_of_commits_failures_and_fences_keeps_each_acknowledged_event_once(int rememberedIds)
    {
        long refused = 0;
        long ahead = 0;
        long readable = 0;
        Plans.Sample(
            plan =>
            {
                TicketModel model = new(rememberedIds);
                foreach ((int kind, int silo, int[] events) in plan)
                {
                    Act(model, kind, silo, events);
                }

                model.Finish();
                _ = Interlocked.Add(ref refused, model.Refused);
                _ = Interlocked.Add(ref ahead, model.Ahead);
                _ = Interlocked.Add(ref readable, model.Readable);
            },
            iter: 3_000,
            seed: "0000000000000");
        Assert.True(refused > 1_000, $"Only {refused} answers were refused.");
        Assert.True(ahead > 1_000, $"Only {ahead} states were ahead of the log.");
        Assert.True(readable > 1_000, $"Only {readable} states had a readable list.");
    }

    [Fact]
    public void A_repeated_event_that_another_silo_stored_later_is_acknowledged_with_a_version_that_has_it()
    {
        TicketModel model = new(rememberedIds: 1);
        model.Send(0, 1);
        model.Commit(0);
        model.Send(0, 2);
        model.Commit(0);
        model.Send(0, 3);
        model.Send(1, 1);
        model.Commit(0);
        model.Send(1, 3);
        model.Finish();
        Assert.Equal(1, model.Refused);
    }

    [Fact]
    public void An_event_behind_a_fenced_one_is_not_stored_twice()
    {
        TicketModel model = new();
        model.Send(0, 1);
        model.Send(1, 2);
        model.Send(0, 2);
        model.Commit(1);
        model.Commit(0);
        model.Commit(0);
        model.Finish();
        Assert.Equal(2, model.Refused);
    }

    [Fact]
    public async Task A_ticket_calls_back_before_its_callers_continue()
    {
        TaskCompletionSource<AppendResult> append = new();
        bool isLost = false;
        LogTicket ticket = new(new ValueTask<AppendResult>(append.Task), () => isLost = true);
        Task<bool> waiting = SeesLossAsync(ticket, () => isLost);
        Assert.False(ticket.IsDurable);

        append.SetResult(AppendResult.Fenced);

        Assert.True(await waiting);
        Assert.False(ticket.IsDurable);
        _ = await Assert.ThrowsAsync<ActivationFencedException>(ticket.WaitAsync);
    }

    [Fact]
    public async Task A_ticket_of_a_finished_append_is_durable_at_once()
    {
        LogTicket ticket = new(new ValueTask<AppendResult>(AppendResult.Appended), () => Assert.Fail("Not lost."));
        Assert.True(ticket.IsDurable);
        await ticket.WaitAsync();
    }

    private static void Act(TicketModel model, int kind, int silo, int[] events)
    {
        switch (kind)
        {
            case <= 3:
                model.Send(silo, events);
                break;
            case <= 6:
                model.Commit(silo);
                break;
            case 7:
                model.Fail(silo, stores: false);
                break;
            case 8:
                model.Fail(silo, stores: true);
                break;
            case 9 or 10:
                model.Serve(silo);
                break;
            default:
                model.Leave(silo);
                break;
        }
    }

    private static async Task<bool> SeesLossAsync(LogTicket ticket, Func<bool> isLost)
    {
        try
        {
            await ticket.WaitAsync();
            return false;
        }
        catch (ActivationFencedException)
        {
            return isLost();
        }
    }
}
