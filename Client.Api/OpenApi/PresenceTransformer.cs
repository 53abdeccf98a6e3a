using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Personalization.Client.Api.OpenApi;

/// <summary>
/// States which fields are always present, as the JSON writer decides it, and cleans the texts of the document.
/// </summary>
/// <remarks>
/// An answer leaves a null field out, so its fields are never null, and each field that cannot be null is required.
/// Schemas of request bodies keep their own required fields, because a default replaces a missing field.
/// </remarks>
internal sealed partial class PresenceTransformer : IOpenApiDocumentTransformer
{
    /// <summary>An infinite bound of an interval is the only null that answers write.</summary>
    private const string Nullable = "Interval";

    private const string Getter = "Gets ";

    /// <inheritdoc/>
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        IDictionary<string, IOpenApiSchema> schemas =
            document.Components?.Schemas ?? new Dictionary<string, IOpenApiSchema>();
        HashSet<string> sent = RequestSchemas(document, schemas);
        foreach ((string name, IOpenApiSchema schema) in schemas)
        {
            if (schema is OpenApiSchema { Properties: { } properties } plain)
            {
                if (!sent.Contains(name))
                {
                    plain.Required = properties.Where(pair => name == Nullable || !MayBeNull(pair.Value))
                        .Select(pair => pair.Key)
                        .ToHashSet(StringComparer.Ordinal);
                }

                foreach (string property in properties.Keys.Where(_ => name != Nullable).ToArray())
                {
                    properties[property] = Present(properties[property]);
                }
            }

            Clean(schema, []);
        }

        Sort(document);
        return Task.CompletedTask;
    }

    /// <summary>The names of the schemas that request bodies use, directly or through other schemas.</summary>
    private static HashSet<string> RequestSchemas(
        OpenApiDocument document, IDictionary<string, IOpenApiSchema> schemas)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        Queue<IOpenApiSchema?> left = new(Operations(document)
            .SelectMany(operation => operation.RequestBody?.Content?.Values ?? [])
            .Select(content => content.Schema));
        while (left.TryDequeue(out IOpenApiSchema? schema))
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
            {
                if (found.Add(id) && schemas.TryGetValue(id, out IOpenApiSchema? target))
                {
                    left.Enqueue(target);
                }

                continue;
            }

            foreach (IOpenApiSchema inner in InnerOf(schema))
            {
                left.Enqueue(inner);
            }
        }

        return found;
    }

    private static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());

    private static IEnumerable<IOpenApiSchema> InnerOf(IOpenApiSchema? schema) => schema is null ? [] :
    [
        .. schema.Properties?.Values ?? [],
        .. schema.OneOf ?? [],
        .. schema.AnyOf ?? [],
        .. new[] { schema.Items, schema.AdditionalProperties }.OfType<IOpenApiSchema>(),
    ];

    private static bool MayBeNull(IOpenApiSchema schema) => schema is not OpenApiSchemaReference
        && (schema.Type?.HasFlag(JsonSchemaType.Null) == true || schema.OneOf?.Any(IsNull) == true);

    private static bool IsNull(IOpenApiSchema schema) =>
        schema is not OpenApiSchemaReference && schema.Type == JsonSchemaType.Null;

    /// <summary>The schema of a field that is present.</summary>
    private static IOpenApiSchema Present(IOpenApiSchema schema)
    {
        if (schema is not OpenApiSchema plain)
        {
            return schema;
        }

        if (plain.OneOf is { Count: 2 } choices && choices.Any(IsNull))
        {
            return choices.First(choice => !IsNull(choice));
        }

        plain.Type &= ~JsonSchemaType.Null;
        return plain;
    }

    /// <summary>Removes from descriptions what only readers of the code need.</summary>
    private static void Clean(IOpenApiSchema schema, HashSet<IOpenApiSchema> seen)
    {
        if (!seen.Add(schema))
        {
            return;
        }

        if (schema.Description is { } text)
        {
            text = WebUtility.HtmlDecode(text).Replace(" Immutable.", string.Empty, StringComparison.Ordinal)
                .Replace("\nImmutable.", string.Empty, StringComparison.Ordinal);
            text = Member().Replace(text, match => $"`{char.ToLowerInvariant(match.Groups[1].Value[0])}"
                + $"{match.Groups[1].Value[1..]}`");
            text = Spaces().Replace(text, " ").Trim();
            schema.Description = text.StartsWith(Getter, StringComparison.Ordinal)
                ? $"{char.ToUpperInvariant(text[Getter.Length])}{text[(Getter.Length + 1)..]}"
                : text;
        }

        if (schema is not OpenApiSchemaReference)
        {
            foreach (IOpenApiSchema inner in InnerOf(schema))
            {
                Clean(inner, seen);
            }
        }
    }

    /// <summary>Orders the answers of each operation by their status.</summary>
    private static void Sort(OpenApiDocument document)
    {
        foreach (OpenApiOperation operation in Operations(document))
        {
            OpenApiResponses sorted = [];
            foreach ((string status, IOpenApiResponse answer) in
                (operation.Responses ?? []).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                sorted[status] = answer;
            }

            operation.Responses = sorted;
        }
    }

    /// <summary>A reference to a member of C#: its type, its class and its name.</summary>
    [GeneratedRegex(@"\b(?:[A-Za-z][\w.<>\[\]]*\??) [A-Z]\w+\.([A-Z]\w+)\b(?!\()")]
    private static partial Regex Member();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
