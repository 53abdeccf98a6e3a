namespace Personalization.Client.Api.Http;

/// <summary>The status, type and title of each problem.</summary>
internal static class ProblemKinds
{
    private static readonly (int Status, string Name, string Title)[] Kinds =
    [
        (422, "validation", "The request has invalid values."),
        (400, "malformed", "The request cannot be read."),
        (401, "unauthorized", "A valid API key is needed."),
        (403, "forbidden", "The API key's role does not allow this."),
        (404, "notFound", "There is nothing here."),
        (405, "methodNotAllowed", "The method is not allowed here."),
        (409, "conflict", "The request conflicts with the present state."),
        (413, "tooLarge", "The request is too large."),
        (415, "unsupportedMediaType", "The body's media type is not supported."),
        (429, "tooManyRequests", "Too many requests."),
        (503, "unavailable", "The engine cannot answer at the moment."),
        (500, "internal", "The engine failed to handle the request."),
    ];

    /// <summary>The HTTP status of a problem.</summary>
    public static int Status(ProblemCode code) => Kinds[(int)code].Status;

    /// <summary>The stable type of a problem.</summary>
    public static string Type(ProblemCode code) => $"urn:personalization:problem:{Kinds[(int)code].Name}";

    /// <summary>One sentence for people.</summary>
    public static string Title(ProblemCode code) => Kinds[(int)code].Title;

    /// <summary>The problem that stands for a bare status.</summary>
    public static ProblemCode OfStatus(int status)
    {
        int at = Array.FindIndex(Kinds, kind => kind.Status == status);
        return at >= 0 ? (ProblemCode)at : status < 500 ? ProblemCode.Malformed : ProblemCode.Internal;
    }
}
