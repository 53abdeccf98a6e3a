using Microsoft.AspNetCore.Cors.Infrastructure;
using Personalization.Client.Api.Access;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Decides which pages may read a response: those of the key's own origins, and those of <c>CorsOrigins</c> with any
/// key. A preflight request carries no key; it gets the origins of all public keys.
/// </summary>
internal sealed class KeyCors : ICorsPolicyProvider
{
    /// <summary>How long browsers keep the answer to a preflight request.</summary>
    private static readonly TimeSpan PreflightAge = TimeSpan.FromDays(1);

    private readonly ApiOptions _options;
    private readonly ApiKeyRing _keys;
    private readonly CorsPolicy _listed;
    private readonly CorsPolicy _all;

    /// <summary>Creates the policies.</summary>
    public KeyCors(ApiOptions options, ApiKeyRing keys)
    {
        (_options, _keys) = (options, keys);
        _listed = Create(builder => _ = options.CorsOrigins.Contains("*")
            ? builder.AllowAnyOrigin()
            : builder.WithOrigins([.. options.CorsOrigins]));
        _all = options.CorsOrigins.Contains("*")
            ? _listed
            : Create(builder => builder.SetIsOriginAllowed(
                origin => IsListed(origin) || keys.Origins.Contains(origin)));
    }

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        string origin = context.Request.Headers.Origin.ToString();
        bool isPreflight = HttpMethods.IsOptions(context.Request.Method);
        KnownKey? key = isPreflight ? null : ApiKeyMiddleware.Find(context, _keys);
        return Task.FromResult<CorsPolicy?>(key is null || key.Origins.Contains(origin) ? _all : _listed);
    }

    private bool IsListed(string origin) => _options.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static CorsPolicy Create(Action<CorsPolicyBuilder> origins)
    {
        CorsPolicyBuilder builder = new CorsPolicyBuilder().AllowAnyMethod()
            .WithHeaders("Content-Type", "Content-Encoding", "Authorization", ApiKeyMiddleware.Header, "Last-Event-ID")
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(PreflightAge);
        origins(builder);
        return builder.Build();
    }
}
