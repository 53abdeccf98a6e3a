using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.OpenApi;

/// <summary>
/// Says about an endpoint what its handler cannot: who may call it, its parameters, and every status it answers with.
/// </summary>
internal static class EndpointNotes
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>What any endpoint may answer.</summary>
    private static readonly ProblemCode[] Everywhere =
    [ProblemCode.Malformed, ProblemCode.TooManyRequests, ProblemCode.Internal, ProblemCode.Unavailable];

    /// <summary>
    /// Names an endpoint, sets the role it needs (null: open) and lists its problems beside those of every endpoint.
    /// </summary>
    public static RouteHandlerBuilder Note(
        this RouteHandlerBuilder endpoint, string name, string summary, ApiRole? role, params ProblemCode[] problems)
    {
        _ = endpoint.WithName(name).WithSummary(summary);
        List<ProblemCode> all = [.. Everywhere, .. problems];
        if (role is { } needed)
        {
            all.AddRange([ProblemCode.Unauthorized, ProblemCode.Forbidden, ProblemCode.Validation]);
            _ = endpoint.WithMetadata(new RequiredRole(needed)).WithDescription(
                $"Needs a key with the role {needed.ToString().ToLowerInvariant()}.");
        }

        foreach (ProblemCode problem in all.Distinct().Order())
        {
            _ = endpoint.Produces<Problem>(ProblemKinds.Status(problem), ProblemJson);
        }

        return endpoint;
    }

    /// <summary>Describes a query parameter.</summary>
    public static RouteHandlerBuilder Parameter(
        this RouteHandlerBuilder endpoint,
        string name,
        string kind,
        string description,
        long? least = null,
        long? most = null) =>
        endpoint.WithMetadata(new ParameterNote(name, kind, description, least, most));
}
