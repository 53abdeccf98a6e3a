namespace Personalization.Client.Api.Http;

/// <summary>
/// Places for requests in progress. A request takes one of all places, and some also take one of a part.
/// </summary>
/// <remarks>
/// The places that a request holds are a feature of the request. <see cref="ProblemMiddleware"/>, which waits for every
/// request anyway, returns them.
/// </remarks>
/// <param name="count">The number of places.</param>
/// <param name="whole">The places of which these are a part; null for none.</param>
internal sealed class RequestPlaces(int count, RequestPlaces? whole = null)
{
    private int _taken;

    /// <summary>Takes a place of these places and of the whole.</summary>
    /// <returns>False if one of them has no free place; then nothing is taken.</returns>
    public bool TryTake()
    {
        if (whole?.TryTake() == false)
        {
            return false;
        }

        if (Interlocked.Increment(ref _taken) <= count)
        {
            return true;
        }

        Return();
        return false;
    }

    /// <summary>Returns what <see cref="TryTake"/> took.</summary>
    public void Return()
    {
        _ = Interlocked.Decrement(ref _taken);
        whole?.Return();
    }
}
