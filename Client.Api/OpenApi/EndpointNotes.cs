using System.Diagnostics.CodeAnalysis;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.OpenApi;

/// <summary>
/// Adds to an endpoint's description: the roles that may call it, its query parameters, and every status it returns.
/// </summary>
internal static class EndpointNotes
{
    private const string ProblemJson = "application/problem+json";

    /// <summary>The problems that any endpoint may return.</summary>
    private static readonly ProblemCode[] Everywhere =
    [
        ProblemCode.Malformed, ProblemCode.Forbidden, ProblemCode.TooManyRequests, ProblemCode.Internal,
        ProblemCode.Unavailable,
    ];

    /// <inheritdoc cref="Note(RouteHandlerBuilder, string, string, string, ApiRight?, ProblemCode[])"/>
    public static RouteHandlerBuilder Note(
        this RouteHandlerBuilder endpoint,
        string name,
        string summary,
        ApiRight? right,
        params ProblemCode[] problems) =>
        endpoint.Note(name, summary, string.Empty, right, problems);

    /// <summary>Names and describes an endpoint, sets the right it needs, and lists the problems it returns.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">The operation id.</param>
    /// <param name="summary">A verb and a noun.</param>
    /// <param name="detail">Sentences for the description; empty for none.</param>
    /// <param name="right">What the endpoint requires of the caller's key; null for an open endpoint.</param>
    /// <param name="problems">The problems beside those that any endpoint may return.</param>
    public static RouteHandlerBuilder Note(
        this RouteHandlerBuilder endpoint,
        string name,
        string summary,
        string detail,
        ApiRight? right,
        params ProblemCode[] problems)
    {
        endpoint.WithName(name).WithSummary(summary);
        List<ProblemCode> all = [.. Everywhere, .. problems];
        if (right is { } needed)
        {
            all.AddRange([ProblemCode.Unauthorized, ProblemCode.Validation]);
            endpoint.WithMetadata(new RequiredRight(needed));
            detail = $"{detail} Requires a key with the role {RoleRights.RolesWith(needed)}.".TrimStart();
        }

        if (detail.Length > 0)
        {
            endpoint.WithDescription(detail);
        }

        foreach (ProblemCode problem in all.Distinct().Order())
        {
            endpoint.Produces<Problem>(ProblemKinds.Status(problem), ProblemJson);
        }

        return endpoint;
    }

    /// <summary>Describes a query parameter.</summary>
    public static RouteHandlerBuilder Parameter(
        this RouteHandlerBuilder endpoint,
        string name,
        string kind,
        string description,
        long? min = null,
        long? max = null) =>
        endpoint.WithMetadata(new ParameterNote(name, kind, description, min, max));

    /// <summary>Gives an example of the body. A test sends each example to a live API.</summary>
    public static RouteHandlerBuilder Example(
        this RouteHandlerBuilder endpoint, [StringSyntax(StringSyntaxAttribute.Json)] string json) =>
        endpoint.WithMetadata(new ExampleNote(json));
}
