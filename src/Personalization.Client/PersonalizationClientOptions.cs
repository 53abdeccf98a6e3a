using Personalization.Client.Events;

namespace Personalization.Client;

/// <summary>Where the API is and how to call it.</summary>
public sealed class PersonalizationClientOptions
{
    /// <summary>The address of the API, for example <c>http://127.0.0.1:5080</c>. Required.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The API key; null for an API without keys.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The longest duration of a call with its retries. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest duration of one attempt, less than <see cref="Timeout"/>. Default: 3 seconds.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The most retries of a call that may be repeated: reads, events, and changes that are the same when they run
    /// twice. Default: 2.
    /// </summary>
    public int Retries { get; set; } = 2;

    /// <summary>The average pause before the first retry; it doubles with each retry. Default: 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How <see cref="EventSender"/> collects and sends events.</summary>
    public EventSenderOptions Events { get; } = new();

    internal void Validate()
    {
        if (BaseAddress is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException($"{nameof(BaseAddress)} must be an absolute http or https address but was "
                + $"'{BaseAddress}'.");
        }

        if (AttemptTimeout <= TimeSpan.Zero || AttemptTimeout >= Timeout)
        {
            throw new ArgumentException($"{nameof(AttemptTimeout)} must be above 0 and less than {nameof(Timeout)} "
                + $"({Timeout}) but was {AttemptTimeout}.");
        }

        if (Retries is < 0 or > 10)
        {
            throw new ArgumentException($"{nameof(Retries)} must be 0 to 10 but was {Retries}.");
        }
    }
}
