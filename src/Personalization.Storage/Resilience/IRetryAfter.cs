namespace Personalization.Storage.Resilience;

/// <summary>Implemented by exceptions that carry the retry delay of the remote side.</summary>
internal interface IRetryAfter
{
    /// <summary>Delay before the next try; null if the remote side names none.</summary>
    TimeSpan? RetryAfter { get; }
}
