using Microsoft.Extensions.Time.Testing;
using Personalization.Abstractions.EventLog;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Users;
using Personalization.Engine.Profiles;

namespace Personalization.Tests.Grains.Tickets;

/// <summary>
/// Clients that send events of one user to two silos, each of which holds an activation of the user, as a partition can
/// cause. Every step is followed by a check of what the protocol promises.
/// </summary>
internal sealed class TicketModel
{
    private const int Silos = 2;
    private const int SnapshotEvery = 7;

    private readonly PumpContext _pump = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SharedLog _shared = new();
    private readonly SiloLog[] _logs;
    private readonly ProfileOptions _options;
    private readonly Activation?[] _activations = new Activation?[Silos];
    private readonly List<Activation> _all = [];
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _acknowledged = new(StringComparer.Ordinal);

    /// <summary>Creates the silos.</summary>
    /// <param name="rememberedIds">The number of event ids in a profile. Older ids are looked up in the log.</param>
    public TicketModel(int rememberedIds = 1_024)
    {
        _logs = [.. Enumerable.Range(0, Silos).Select(_ => new SiloLog(_shared))];
        _options = new ProfileOptions { SnapshotEvery = SnapshotEvery, EventIds = rememberedIds };
    }

    private Exception? _failure;

    /// <summary>The number of answers that said an event was not stored.</summary>
    public int Refused { get; private set; }

    /// <summary>The number of checked states in which a profile was ahead of the log.</summary>
    public int Ahead { get; private set; }

    /// <summary>Sends events to a silo.</summary>
    public void Send(int silo, params IEnumerable<int> events) => Step(() => _ = AskAsync(
        silo, [.. events.Select(id => $"e{id}")]));

    /// <summary>The number of checked states in which other threads could read a list.</summary>
    public int Readable { get; private set; }

    /// <summary>Serves a list of the user from a silo.</summary>
    public void Serve(int silo) => Step(ActivationOf(silo).Serve);

    /// <summary>Commits the oldest append of a silo.</summary>
    public void Commit(int silo) => Step(_logs[silo].Commit);

    /// <summary>Lets the oldest append of a silo fail.</summary>
    public void Fail(int silo, bool stores) => Step(() => _logs[silo].Fail(stores));

    /// <summary>Ends the activation of a silo, as a shutdown does, with its appends still on their way.</summary>
    public void Leave(int silo) => Step(() => _activations[silo] = null);

    /// <summary>Lets clients repeat without faults what is not acknowledged. Checks that nothing is missing.</summary>
    public void Finish()
    {
        for (int round = 0; !_sent.SetEquals(_acknowledged); round++)
        {
            Assert.True(round < 100, "Repeated events are never acknowledged.");
            foreach (string left in _sent.Except(_acknowledged).ToArray())
            {
                Step(() => _ = AskAsync(0, [left]));
                Array.ForEach(_logs, log =>
                {
                    while (!log.IsEmpty)
                    {
                        Step(log.Commit);
                    }
                });
            }
        }

        Assert.Equal(_sent.Order(StringComparer.Ordinal), _shared.EventIds.Order(StringComparer.Ordinal));
    }

    private void Step(Action action)
    {
        _pump.Run(action);
        Assert.Null(_failure);
        string[] stored = [.. _shared.EventIds];
        Assert.Equal(stored.Distinct(StringComparer.Ordinal), stored);
        foreach (Activation activation in _all)
        {
            Assert.InRange(activation.DurableVersion, 0, _shared.Stored.Count);
            Ahead += activation.IsSettled ? 0 : 1;
            Assert.All(
                _shared.Stored.Take((int)activation.DurableVersion)
                    .Where(entry => entry.Sequence > activation.Profile.Version - _options.EventIds),
                entry => Assert.True(activation.Profile.Remembers(((EventEntry)entry).Event)));
            CheckReadable(activation);
        }
    }

    /// <summary>
    /// Checks that other threads read only what is durable, and nothing older than an acknowledgement of the
    /// activation.
    /// </summary>
    private void CheckReadable(Activation activation)
    {
        for (long version = 0; version <= activation.Profile.Version; version++)
        {
            if (activation.IsReadable(version))
            {
                Readable++;
                Assert.InRange(version, activation.Acknowledged, _shared.Stored.Count);
                Assert.False(activation.IsEnded);
            }
        }
    }

    private Activation ActivationOf(int silo)
    {
        if (_activations[silo] is not { IsEnded: false } active)
        {
            active = new Activation(_logs[silo], _time, _options);
            _activations[silo] = active;
            _all.Add(active);
        }

        return active;
    }

    private async Task AskAsync(int silo, string[] ids)
    {
        _sent.UnionWith(ids);
        try
        {
            Activation activation = ActivationOf(silo);
            TakenEvents taken = await activation.TakeAsync([.. ids.Select(Make)]);
            if (!taken.AreDurable)
            {
                await taken.Ticket!.WaitAsync();
            }

            Assert.Equal(ids.Length, taken.Acks.Length);
            for (int i = 0; i < ids.Length; i++)
            {
                Assert.InRange(taken.Acks[i].ProfileVersion, SequenceOf(ids[i]), _shared.Stored.Count);
            }

            _acknowledged.UnionWith(ids);
            activation.Acknowledge(taken.Acks.Max(ack => ack.ProfileVersion));
        }
        catch (Exception error) when (error is IOException or ActivationFencedException)
        {
            Refused++;
        }
        catch (Exception error)
        {
            _failure ??= error;
        }
    }

    private long SequenceOf(string id) =>
        _shared.Stored.OfType<EventEntry>().Single(entry => entry.Event.EventId == id).Sequence;

    private UserEvent Make(string id) => new()
    {
        EventId = id,
        UserId = UserId.Create("ann"),
        Type = "view",
        ItemId = ItemId.Create("tent"),
        OccurredAt = _time.GetUtcNow(),
    };
}
