using Personalization.Client.Api.Http;

namespace Personalization.Client.Api.Export;

/// <summary>Limits the exports that this process writes at a time.</summary>
internal sealed class ExportPlaces
{
    /// <summary>The most exports at a time.</summary>
    public const int Max = 4;

    private int _taken;

    /// <summary>Takes a place. Dispose the result to free it.</summary>
    /// <exception cref="RequestRefusedException">429: no place is left.</exception>
    public IDisposable Take()
    {
        if (Interlocked.Increment(ref _taken) > Max)
        {
            _ = Interlocked.Decrement(ref _taken);
            throw new RequestRefusedException(
                ProblemCode.TooManyRequests,
                $"This process writes at most {Max} exports at a time. Send the request again later.");
        }

        return new Place(this);
    }

    private sealed class Place(ExportPlaces places) : IDisposable
    {
        private int _freed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _freed, 1) == 0)
            {
                _ = Interlocked.Decrement(ref places._taken);
            }
        }
    }
}
