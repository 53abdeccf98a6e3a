namespace Personalization.Client.Api.Experiments;

/// <summary>The body of <c>POST /v1/experiments</c>: read and judged where the experiments are kept, so that the whole list of errors comes from one place.</summary>
/// <param name="Json">The object as it came in.</param>
internal sealed record RawDefinition(string Json);
