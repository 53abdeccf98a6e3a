using System.Collections.Immutable;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Streams;

/// <summary>A user with open streams on this process. All its streams share one subscription. Thread-safe.</summary>
/// <param name="user">The user as its streams name it.</param>
/// <param name="beat">The second of the heartbeat period in which the user's subscription is renewed.</param>
internal sealed class WatchedUser(UserId user, int beat)
{
    private const long Unknown = -1;

    private ImmutableArray<StreamSignal> _streams = [];
    private long _version = Unknown;
    private volatile bool _mustRenew;

    /// <summary>The user.</summary>
    public UserId User => user;

    /// <summary>The second of the heartbeat period in which the user's subscription is renewed.</summary>
    public int Beat => beat;

    /// <summary>Whether the last renewal failed, so that the next one must not wait for its second.</summary>
    public bool MustRenew => _mustRenew;

    /// <summary>Whether no stream is left.</summary>
    public bool IsEmpty => _streams.IsEmpty;

    /// <summary>Adds a stream.</summary>
    public void Add(StreamSignal stream) => ImmutableInterlocked.Update(ref _streams, all => all.Add(stream));

    /// <summary>Removes a stream.</summary>
    public void Remove(StreamSignal stream) => ImmutableInterlocked.Update(ref _streams, all => all.Remove(stream));

    /// <summary>Wakes all streams.</summary>
    public void Raise(StreamReasons reason)
    {
        foreach (StreamSignal stream in _streams)
        {
            stream.Raise(reason);
        }
    }

    /// <summary>Notes a successful renewal. Wakes the streams when the version is new: a notice was lost.</summary>
    public void Renewed(long version)
    {
        _mustRenew = false;
        long before = Interlocked.Exchange(ref _version, version);
        if (before != version && before != Unknown)
        {
            Raise(StreamReasons.Changed);
        }
    }

    /// <summary>Notes a failed renewal.</summary>
    public void NotRenewed() => _mustRenew = true;

    /// <summary>Notes the version of a notice.</summary>
    public void Changed(long version)
    {
        _ = Interlocked.Exchange(ref _version, version);
        Raise(StreamReasons.Changed);
    }
}
