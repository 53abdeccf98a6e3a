using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace Personalization.Client.Api.Http;

/// <summary>Reads the id of <c>/v1/{kind}/{id}/...</c> exactly as the client encoded it. Runs before routing.</summary>
/// <remarks>
/// Replaces an id with special characters by a placeholder in the routed path, so that routing cannot misread it. See
/// <see cref="RawPath"/>.
/// </remarks>
internal sealed class PathIdMiddleware(RequestDelegate next)
{
    /// <summary>The index of the id among the path's segments.</summary>
    private const int IdSegment = 2;

    private static readonly object Key = new();
    private static readonly SearchValues<char> PlainPath = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/");
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase))
        {
            string? target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
            if (IsAsRouted(target, context.Request.Path.Value!))
            {
                return next(context);
            }

            if (!RawPath.TryRead(
                string.IsNullOrEmpty(target) ? context.Request.Path.Value! : target,
                out string[]? segments,
                out string? problem))
            {
                throw RequestRefusedException.Malformed("path", problem);
            }

            if (segments.Length > IdSegment)
            {
                context.Items[Key] = segments[IdSegment];
                Reroute(context, segments);
            }
        }

        return next(context);
    }

    /// <summary>The id in the request's path; empty when the path has none.</summary>
    public static string IdOf(HttpContext context) => (context.Items[Key]
        ?? context.Request.RouteValues["id"]
        ?? context.Request.RouteValues["version"]) as string ?? string.Empty;

    /// <summary>
    /// Whether the routed path equals the raw path. True for nearly every request, without allocation.
    /// </summary>
    private static bool IsAsRouted(string? target, string path) =>
        target is not null
        && target.StartsWith(path, StringComparison.Ordinal)
        && (target.Length == path.Length || target[path.Length] == '?')
        && path.AsSpan().IndexOfAnyExcept(PlainPath) < 0
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.EndsWith('/');

    private static void Reroute(HttpContext context, string[] segments)
    {
        if (!segments.All(IsPlain))
        {
            context.Request.Path = "/" + string.Join(
                '/', segments.Select((segment, i) => i == IdSegment && !IsPlain(segment) ? "~" : segment));
        }
    }

    private static bool IsPlain(string segment) =>
        segment.Length > 0 && segment.AsSpan().IndexOfAnyExcept(Plain) < 0;
}
