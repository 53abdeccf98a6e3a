using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Personalization.Client.Api.Http;
using Scalar.AspNetCore;

namespace Personalization.Client.Api.OpenApi;

/// <summary>
/// The API's description at <c>/openapi/v1.json</c> and its explorer at <c>/scalar</c>, which needs no internet.
/// </summary>
internal static class OpenApiSetup
{
    /// <summary>Registers the description.</summary>
    public static IServiceCollection AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi("v1", options =>
        {
            // the dashboard and the explorer are pages, not part of the API
            options.ShouldInclude = endpoint => endpoint.RelativePath?.Split('/')[0] is "v1" or "health";
            _ = options.AddOperationTransformer<NoteTransformer>();
            _ = options.AddSchemaTransformer<IdSchemaTransformer>();
            _ = options.AddSchemaTransformer<IntervalSchemaTransformer>();
            _ = options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "Personalization",
                    Version = "v1",
                    Description = "Send what users do; ask what to show them next. Errors are RFC 9457 problems whose "
                        + "type is urn:personalization:problem:<code> and which list every error.",
                };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[ApiKeyMiddleware.Header] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Header,
                    Name = ApiKeyMiddleware.Header,
                    Description =
                        "Needed when keys are set; roles are read, write and operate, each with the ones before it.",
                };
                return Task.CompletedTask;
            });
        });

    /// <summary>
    /// Describes types as the API reads and writes them: enumerations are words, and numbers are never text.
    /// </summary>
    /// <param name="options">The options that the schema generator uses.</param>
    /// <param name="contexts">The JSON of every feature.</param>
    public static void DescribeTypes(JsonSerializerOptions options, IEnumerable<JsonSerializerContext> contexts)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        int place = 0;
        foreach (JsonSerializerContext context in contexts)
        {
            options.TypeInfoResolverChain.Insert(place++, context);
            foreach (JsonConverter words in context.Options.Converters.OfType<JsonConverterFactory>())
            {
                options.Converters.Add(words);
            }
        }
    }

    /// <summary>Maps both.</summary>
    public static void MapApiDescription(this WebApplication app)
    {
        _ = app.MapOpenApi();
        _ = app.MapScalarApiReference("/scalar", options => options
            .WithTitle("Personalization API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent());
    }
}
