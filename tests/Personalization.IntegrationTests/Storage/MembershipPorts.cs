using Orleans.Messaging;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Both interfaces of a cluster's membership: the table for silos and the gateway list for clients.</summary>
public sealed record MembershipPorts(IMembershipTable Table, IGatewayListProvider Gateways);
