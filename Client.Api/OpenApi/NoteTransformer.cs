using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Personalization.Client.Api.Http;
using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.OpenApi;

/// <summary>Adds the metadata of an endpoint to its OpenAPI operation.</summary>
internal sealed class NoteTransformer : IOpenApiOperationTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IList<object> notes = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Summary = notes.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary;
        operation.Description = notes.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description;
        operation.Parameters =
        [
            .. PathParameters(context.Description.RelativePath ?? string.Empty),
            .. notes.OfType<ParameterNote>().Select(ToParameter)
        ];
        if (notes.OfType<RequiredRight>().Any())
        {
            OpenApiSecuritySchemeReference key = new(ApiKeyMiddleware.Header, context.Document);
            OpenApiSecuritySchemeReference token = new(OpenApiSetup.UserToken, context.Document);
            operation.Security = notes.OfType<RequiredRight>().Any(needed => ApiRole.Public.Has(needed.Right))
                ? [new() { [key] = [] }, new() { [key] = [], [token] = [] }]
                : [new() { [key] = [] }];
        }

        foreach (IOpenApiResponse answer in operation.Responses?.Values ?? Enumerable.Empty<IOpenApiResponse>())
        {
            if (answer.Content?.TryGetValue("text/csv", out OpenApiMediaType? csv) == true)
            {
                csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String };
            }
        }

        if (operation.RequestBody is OpenApiRequestBody body)
        {
            body.Required = !notes.OfType<OptionalBody>().Any();
            if (notes.OfType<ExampleNote>().FirstOrDefault() is { } example
                && body.Content?.TryGetValue("application/json", out OpenApiMediaType? shown) == true)
            {
                shown.Example = JsonNode.Parse(example.Json);
            }

            if (notes.OfType<BatchBody>().Any()
                && body.Content?.TryGetValue("application/json", out OpenApiMediaType? json) == true
                && json is { Schema: { } one })
            {
                json.Schema =
                    new OpenApiSchema { OneOf = [one, new OpenApiSchema { Type = JsonSchemaType.Array, Items = one }] };
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string path)
    {
        foreach (string segment in path.Split('/').Where(segment => segment.StartsWith('{')))
        {
            yield return new OpenApiParameter
            {
                Name = segment.Trim('{', '}'),
                In = ParameterLocation.Path,
                Required = true,
                Description = "Printable text of 1 to 256 characters, percent-encoded.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    MinLength = 1,
                    MaxLength = Abstractions.Identity.IdentifierRules.MaxLength
                },
            };
        }
    }

    private static OpenApiParameter ToParameter(ParameterNote note) => new()
    {
        Name = note.Name,
        In = ParameterLocation.Query,
        Description = note.Description,
        Schema = note.Kind switch
        {
            "integer" => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = note.Max > int.MaxValue ? "int64" : "int32",
                Minimum = note.Min?.ToString(CultureInfo.InvariantCulture),
                Maximum = note.Max?.ToString(CultureInfo.InvariantCulture),
            },
            "boolean" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            _ => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = (int?)note.Max },
        },
    };
}
