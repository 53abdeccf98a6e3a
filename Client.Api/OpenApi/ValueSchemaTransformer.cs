using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Personalization.Abstractions.Catalog;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.OpenApi;

/// <summary>Describes identifiers, enums, attribute values and listed values in their wire format.</summary>
internal sealed class ValueSchemaTransformer : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonTypeInfo.Type == typeof(UserId) || context.JsonTypeInfo.Type == typeof(ItemId))
        {
            schema.Type = JsonSchemaType.String;
            schema.MinLength = 1;
            schema.MaxLength = IdentifierRules.MaxLength;
            schema.Properties = null;
        }
        else if (schema.Enum is { Count: > 0 })
        {
            schema.Type ??= JsonSchemaType.String;
        }
        else if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) is { } inner
            ? inner == typeof(AttributeValue)
            : context.JsonTypeInfo.Type == typeof(AttributeValue))
        {
            schema.Type =
                JsonSchemaType.String | JsonSchemaType.Number | JsonSchemaType.Boolean | JsonSchemaType.Array;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            schema.Description =
                "A string, a number, true, false or an array of strings. A date is an ISO 8601 string.";
            if (context.JsonTypeInfo.Type != typeof(AttributeValue))
            {
                schema.Type |= JsonSchemaType.Null;
            }
        }

        if (context.JsonPropertyInfo is null && context.JsonTypeInfo.Properties.Any(field => field.IsExtensionData))
        {
            schema.AdditionalProperties = new OpenApiSchema();
        }

        if (context.JsonPropertyInfo?.AttributeProvider is { } property
            && property.GetCustomAttributes(typeof(AllowedValuesAttribute), false) is [AllowedValuesAttribute allowed])
        {
            schema.Enum = [.. allowed.Values.Select(value => (JsonNode)JsonValue.Create((string)value!))];
        }

        return Task.CompletedTask;
    }
}
