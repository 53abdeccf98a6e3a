using Personalization.Client.Api.Settings;

namespace Personalization.Client.Api.Security;

/// <summary>On an endpoint: the least role a caller must have.</summary>
internal sealed record RequiredRole(ApiRole Role);
