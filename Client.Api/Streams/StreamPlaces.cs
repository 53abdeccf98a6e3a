using Personalization.Abstractions.Identity;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Streams;

/// <summary>Limits the open streams of this process: in total, of each user and of each address.</summary>
internal sealed class StreamPlaces(ApiOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, int> _taken = [];
    private int _all;

    /// <summary>The number of open streams.</summary>
    public int Open => Volatile.Read(ref _all);

    /// <summary>Takes a place. Dispose the result to free it.</summary>
    /// <exception cref="RequestRefusedException">429 or 503: no place is left.</exception>
    public IDisposable Take(UserId user, object address)
    {
        StreamSettings limits = options.Streams;
        lock (_lock)
        {
            if (_all >= limits.Max)
            {
                throw new RequestRefusedException(
                    ProblemCode.Unavailable,
                    $"This process serves at most {limits.Max} streams. Connect again later, or poll the list.");
            }

            Check(user, limits.PerUser, "this user");
            Check(address, limits.PerAddress, "this address");
            _all++;
            _taken[user] = _taken.GetValueOrDefault(user) + 1;
            _taken[address] = _taken.GetValueOrDefault(address) + 1;
        }

        return new Place(this, user, address);
    }

    private void Check(object owner, int most, string name)
    {
        if (_taken.GetValueOrDefault(owner) >= most)
        {
            throw new RequestRefusedException(
                ProblemCode.TooManyRequests, $"{most} streams of {name} are open. Close one, or share a stream.");
        }
    }

    private void Free(object user, object address)
    {
        lock (_lock)
        {
            _all--;
            FreeOne(user);
            FreeOne(address);
        }
    }

    private void FreeOne(object owner)
    {
        if (--_taken[owner] == 0)
        {
            _ = _taken.Remove(owner);
        }
    }

    private sealed class Place(StreamPlaces places, object user, object address) : IDisposable
    {
        private int _freed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _freed, 1) == 0)
            {
                places.Free(user, address);
            }
        }
    }
}
