namespace Personalization.Storage.Resilience;

/// <summary>On an exception: the other side says when to ask again.</summary>
internal interface IRetryAfter
{
    /// <summary>How long to wait; null when it does not say.</summary>
    TimeSpan? RetryAfter { get; }
}
