using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>The bytes that the large bodies of all requests in progress may occupy together.</summary>
internal sealed class BodyBudget(ApiOptions options)
{
    /// <summary>Bodies up to this size are not counted; the limit of requests in progress bounds them.</summary>
    public const int SmallBytes = 16 * 1024;

    private long _left = options.MaxBufferedBytes;

    /// <summary>Gets the bytes that are not taken.</summary>
    public long Left => Volatile.Read(ref _left);

    /// <summary>Takes bytes if they are left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _left, -bytes) >= 0)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Returns bytes.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _left, bytes);
}
