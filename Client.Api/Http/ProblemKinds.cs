namespace Personalization.Client.Api.Http;

/// <summary>The status, type and title of each problem code.</summary>
internal static class ProblemKinds
{
    private static readonly (int Status, string Name, string Title)[] Kinds =
    [
        (422, "validation", "The request has invalid values."),
        (400, "malformed", "The request is unreadable."),
        (401, "unauthorized", "A valid API key or user token is required."),
        (403, "forbidden", "The API key does not allow the request."),
        (404, "notFound", "The resource does not exist."),
        (405, "methodNotAllowed", "The method is not allowed."),
        (409, "conflict", "The request conflicts with the current state."),
        (413, "tooLarge", "The request is too large."),
        (415, "unsupportedMediaType", "The media type is not supported."),
        (429, "tooManyRequests", "A request limit is reached."),
        (503, "unavailable", "The engine is unavailable."),
        (500, "internal", "The server failed to handle the request."),
    ];

    /// <summary>Returns the HTTP status of a problem.</summary>
    public static int Status(ProblemCode code) => Kinds[(int)code].Status;

    /// <summary>Returns the stable type of a problem.</summary>
    public static string Type(ProblemCode code) => $"urn:personalization:problem:{Kinds[(int)code].Name}";

    /// <summary>Returns the title of a problem, one sentence.</summary>
    public static string Title(ProblemCode code) => Kinds[(int)code].Title;

    /// <summary>Returns the problem of a status without a body.</summary>
    public static ProblemCode OfStatus(int status)
    {
        int at = Array.FindIndex(Kinds, kind => kind.Status == status);
        return at >= 0 ? (ProblemCode)at : status < 500 ? ProblemCode.Malformed : ProblemCode.Internal;
    }
}
