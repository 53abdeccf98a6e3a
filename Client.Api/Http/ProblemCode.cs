namespace Personalization.Client.Api.Http;

/// <summary>
/// The problem types. Each has one status and one stable <c>type</c>,
/// <c>urn:personalization:problem:&lt;code&gt;</c>.
/// </summary>
internal enum ProblemCode
{
    /// <summary>422: the request is readable but has invalid values.</summary>
    Validation,

    /// <summary>400: the request is unreadable.</summary>
    Malformed,

    /// <summary>401: the API key or the user token is missing or not valid.</summary>
    Unauthorized,

    /// <summary>403: the key does not allow the request.</summary>
    Forbidden,

    /// <summary>404: the resource does not exist.</summary>
    NotFound,

    /// <summary>405: the path does not support the method.</summary>
    MethodNotAllowed,

    /// <summary>409: the request conflicts with the state of the engine.</summary>
    Conflict,

    /// <summary>413: the body or the batch is too large.</summary>
    TooLarge,

    /// <summary>415: the media type is not supported.</summary>
    UnsupportedMediaType,

    /// <summary>429, with <c>Retry-After</c>: a rate or concurrency limit is reached.</summary>
    TooManyRequests,

    /// <summary>503, with <c>Retry-After</c>: the engine or its store is unavailable.</summary>
    Unavailable,

    /// <summary>500: an unexpected error.</summary>
    Internal,
}
