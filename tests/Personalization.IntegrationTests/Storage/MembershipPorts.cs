using Orleans.Messaging;

namespace Personalization.IntegrationTests.Storage;

/// <summary>The two sides of a cluster's membership: what silos write and what clients read.</summary>
public sealed record MembershipPorts(IMembershipTable Table, IGatewayListProvider Gateways);
