namespace Personalization.Client.Api.OpenApi;

/// <summary>On an endpoint: one query parameter for the API's description.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>string</c>, <c>integer</c> or <c>boolean</c>.</param>
/// <param name="Description">What it means.</param>
/// <param name="Least">The least value of an integer.</param>
/// <param name="Most">The greatest value of an integer, or the longest string.</param>
internal sealed record ParameterNote(
    string Name, string Kind, string Description, long? Least = null, long? Most = null);
