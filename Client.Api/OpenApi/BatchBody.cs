namespace Personalization.Client.Api.OpenApi;

/// <summary>On an endpoint: the body may also be an array of what it accepts.</summary>
internal sealed record BatchBody;
