using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.OpenApi;

/// <summary>Describes identifiers as strings, their wire format.</summary>
internal sealed class IdSchemaTransformer : IOpenApiSchemaTransformer
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
        }

        return Task.CompletedTask;
    }
}
