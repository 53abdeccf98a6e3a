namespace Personalization.Client.Api.OpenApi;

/// <summary>On an endpoint: the body may be missing.</summary>
internal sealed record OptionalBody;
