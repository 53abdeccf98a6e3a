namespace Personalization.Client.Http;

/// <summary>The codes of <see cref="PersonalizationException.Code"/>.</summary>
public static class ProblemCodes
{
    /// <summary>422: the request has invalid values; <see cref="PersonalizationException.Errors"/> lists all.</summary>
    public const string Validation = "validation";

    /// <summary>400: the request is unreadable.</summary>
    public const string Malformed = "malformed";

    /// <summary>401: the API key or the user token is missing or not valid.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: the role of the key does not allow the request.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>404: the resource does not exist.</summary>
    public const string NotFound = "notFound";

    /// <summary>409: the request conflicts with the present state.</summary>
    public const string Conflict = "conflict";

    /// <summary>413: the body or the batch is too large.</summary>
    public const string TooLarge = "tooLarge";

    /// <summary>429: a rate or concurrency limit is reached.</summary>
    public const string TooManyRequests = "tooManyRequests";

    /// <summary>503: the engine or its store is unavailable.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>500: an unexpected error of the server.</summary>
    public const string Internal = "internal";

    /// <summary>The API did not answer: no connection, a time-out, or an open circuit breaker.</summary>
    public const string Unreachable = "unreachable";
}
