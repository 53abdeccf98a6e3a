using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Personalization.Abstractions.Experiments;

namespace Personalization.Client.Api.OpenApi;

/// <summary>Describes the bounds of an interval as numbers or null. An infinite bound is null.</summary>
internal sealed class IntervalSchemaTransformer : IOpenApiSchemaTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        if (type == typeof(Interval) || type == typeof(Interval?))
        {
            foreach (OpenApiSchema end in (schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
            {
                end.Type |= JsonSchemaType.Null;
            }
        }

        return Task.CompletedTask;
    }
}
