using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Http;

/// <summary>On an endpoint: the least role a caller must have.</summary>
internal sealed record RequiredRole(ApiRole Role);
