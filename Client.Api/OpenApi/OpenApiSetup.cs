using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Personalization.Client.Api.Http;
using Scalar.AspNetCore;

namespace Personalization.Client.Api.OpenApi;

/// <summary>
/// The OpenAPI document at <c>/openapi/v1.json</c> and its explorer at <c>/scalar</c>, which works offline.
/// </summary>
internal static class OpenApiSetup
{
    /// <summary>The name of the security scheme of user tokens.</summary>
    public const string UserToken = "userToken";

    private const string RawPrefix = "Raw";
    private const string Request = "Request";

    /// <summary>Registers the OpenAPI document.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            // The dashboard and the explorer are pages, not part of the API.
            options.ShouldInclude = endpoint => endpoint.RelativePath?.Split('/')[0] is "v1" or "health";
            options.AddOperationTransformer<NoteTransformer>();
            options.AddSchemaTransformer<ValueSchemaTransformer>();
            options.AddSchemaTransformer<IntervalSchemaTransformer>();
            options.CreateSchemaReferenceId = NameOf;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Personalization",
                    Version = "v1",
                    Description =
                        "Record user events and get recommendations. Errors are RFC 9457 problems. Their type is "
                            + "`urn:personalization:problem:` and a code. They list every error. In a body, null "
                            + "means that the field is missing.",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[ApiKeyMiddleware.Header] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyMiddleware.Header,
                    Description = "Required when API keys are set. Each operation names the roles that may call it.",
                };
                document.Components.SecuritySchemes[UserToken] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    BearerFormat = "JWT",
                    Description = "The user token of a page with a public key. It names the only user of the request.",
                };
                return Task.CompletedTask;
            });
            options.AddDocumentTransformer<PresenceTransformer>();
        });

    /// <summary>The name of a type's schema. A body's type has no prefix Raw for clients.</summary>
    private static string? NameOf(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is not { } name ? null
            : !name.StartsWith(RawPrefix, StringComparison.Ordinal) ? name
            : name.EndsWith(Request, StringComparison.Ordinal) ? name[RawPrefix.Length..]
            : name[RawPrefix.Length..] + Request;

    /// <summary>Describes types in their wire format: enums are names, and numbers are never strings.</summary>
    /// <param name="options">The options of the schema generator.</param>
    /// <param name="contexts">The JSON contracts of every feature.</param>
    public static void DescribeTypes(JsonSerializerOptions options, IEnumerable<JsonSerializerContext> contexts)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        int index = 0;
        foreach (JsonSerializerContext context in contexts)
        {
            options.TypeInfoResolverChain.Insert(index++, context);
            foreach (JsonConverter names in context.Options.Converters.OfType<JsonConverterFactory>())
            {
                options.Converters.Add(names);
            }
        }
    }

    /// <summary>Maps the document and the explorer.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/scalar", options => options
            .WithTitle("Personalization API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .HideDeveloperTools()
            .HideClientButton()
            .WithOperationTitleSource(OperationTitleSource.Summary));
    }
}
