using System.Diagnostics.CodeAnalysis;

namespace Personalization.Client.Api.OpenApi;

/// <summary>Endpoint metadata: a query parameter of the OpenAPI document.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Kind"><c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Description">The parameter's description.</param>
/// <param name="Min">The least value of an integer; null for none.</param>
/// <param name="Max">The greatest value of an integer, or the greatest length of a string; null for none.</param>
internal sealed record ParameterNote(
    string Name, string Kind, string Description, long? Min = null, long? Max = null);

/// <summary>Endpoint metadata: the body may be one object or an array of objects.</summary>
internal sealed record BatchBody;

/// <summary>Endpoint metadata: the body is optional.</summary>
internal sealed record OptionalBody;

/// <summary>Endpoint metadata: an example of the body.</summary>
/// <param name="Json">JSON text.</param>
internal sealed record ExampleNote([property: StringSyntax(StringSyntaxAttribute.Json)] string Json);
