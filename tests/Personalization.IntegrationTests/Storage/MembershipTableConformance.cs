using System.Net;
using System.Security.Cryptography;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Conformance tests for membership tables, based on the contract of <see cref="IMembershipTable"/>. The test class of
/// a backend derives from it and opens the table. Times have millisecond precision, because no backend guarantees more.
/// </summary>
public abstract class MembershipTableConformance
{
    private readonly string _cluster = $"c-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Opens both interfaces on one cluster's rows in the store of this test, without initializing the table.
    /// </summary>
    protected abstract ValueTask<PortSession<MembershipPorts>> OpenAsync(string clusterId);

    /// <summary>Whether an update with a stale row etag and the current table version is rejected.</summary>
    /// <remarks>
    /// Orleans takes both etags from one read, and every change except a heartbeat increments the version. A table may
    /// therefore check only the version.
    /// </remarks>
    protected virtual bool ComparesRowEtags => true;

    [Fact]
    public async Task A_new_cluster_has_version_0_and_no_members_even_if_initialized_twice()
    {
        await using PortSession<MembershipPorts> session = await OpenAsync(_cluster);
        await Task.WhenAll(Enumerable.Range(
            0, 6).Select(_ => Task.Run(() => session.Port.Table.InitializeMembershipTableAsync(true, Token))));
        MembershipTableData data = await session.Port.Table.ReadAllAsync(Token);
        Assert.Equal(0, data.Version.Version);
        Assert.NotEmpty(data.Version.VersionEtag);
        Assert.Empty(data.Members);
        Assert.Empty((await session.Port.Table.ReadRowAsync(SiloEntries.Address(1), Token)).Members);
        Assert.True(await session.Port.Table.InsertRowAsync(SiloEntries.Silo(1), data.Version.Next(), Token));
        await session.Port.Table.InitializeMembershipTableAsync(true, Token);
        Assert.Equal(1, (await session.Port.Table.ReadAllAsync(Token)).Version.Version);
    }

    [Fact]
    public async Task Every_member_field_is_preserved_across_reopening()
    {
        MembershipEntry plain = SiloEntries.Silo(1);
        MembershipEntry odd = SiloEntries.Silo(2, IPAddress.Parse("fe80::1:2"));
        odd.SiloName = "silo 'ключ' \"🛒\"";
        odd.HostName = "höst.example";
        odd.ProxyPort = 0;
        await using (PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster))
        {
            IMembershipTable table = session.Port.Table;
            await InsertAsync(table, plain);
            await InsertAsync(table, odd);
            MembershipTableData data = await table.ReadAllAsync(Token);
            odd.Status = SiloStatus.ShuttingDown;
            odd.SuspectTimes =
            [
                Tuple.Create(plain.SiloAddress, SiloEntries.At.AddMilliseconds(17)),
                Tuple.Create(SiloEntries.Address(9), SiloEntries.At.AddDays(1))
            ];
            Assert.True(await table.UpdateRowAsync(odd, Row(data, odd).Etag, data.Version.Next(), Token));
        }

        await using PortSession<MembershipPorts> again = await OpenInitializedAsync(_cluster);
        MembershipTableData all = await again.Port.Table.ReadAllAsync(Token);
        Assert.Equal(3, all.Version.Version);
        Assert.Equal([SiloEntries.Text(plain), SiloEntries.Text(odd)], Texts(all));
        MembershipTableData one = await again.Port.Table.ReadRowAsync(odd.SiloAddress, Token);
        Assert.Equal([SiloEntries.Text(odd)], Texts(one));
        Assert.Equal(all.Version, one.Version);
    }

    [Fact]
    public async Task An_insert_requires_the_current_version_and_a_new_address()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        TableVersion start = (await table.ReadAllAsync(Token)).Version;
        Assert.True(await table.InsertRowAsync(SiloEntries.Silo(1), start.Next(), Token));
        Assert.False(await table.InsertRowAsync(SiloEntries.Silo(2), start.Next(), Token));
        MembershipEntry same = SiloEntries.Silo(1);
        same.Status = SiloStatus.Dead;
        MembershipTableData after = await table.ReadAllAsync(Token);
        Assert.False(await table.InsertRowAsync(same, after.Version.Next(), Token));
        MembershipTableData unchanged = await table.ReadAllAsync(Token);
        Assert.Equal([SiloEntries.Text(SiloEntries.Silo(1))], Texts(unchanged));
        Assert.Equal(after.Version, unchanged.Version);
        Assert.True(await table.InsertRowAsync(SiloEntries.Silo(2), after.Version.Next(), Token));
    }

    [Fact]
    public async Task An_update_requires_the_row_and_the_current_etags()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        await InsertAsync(table, SiloEntries.Silo(1));
        MembershipTableData stale = await table.ReadAllAsync(Token);
        (MembershipEntry entry, string etag) = Row(stale, SiloEntries.Silo(1));
        entry.Status = SiloStatus.Active;
        Assert.True(await table.UpdateRowAsync(entry, etag, stale.Version.Next(), Token));
        entry.Status = SiloStatus.Dead;
        Assert.False(await table.UpdateRowAsync(entry, etag, stale.Version.Next(), Token));
        MembershipTableData current = await table.ReadAllAsync(Token);
        Assert.False(
            await table.UpdateRowAsync(SiloEntries.Silo(2), Row(current, entry).Etag, current.Version.Next(), Token));
        MembershipTableData unchanged = await table.ReadAllAsync(Token);
        Assert.Equal(current.Version, unchanged.Version);
        Assert.Equal(SiloStatus.Active, Row(unchanged, entry).Entry.Status);
        Assert.Equal(!ComparesRowEtags, await table.UpdateRowAsync(entry, etag, current.Version.Next(), Token));
        MembershipTableData after = await table.ReadAllAsync(Token);
        Assert.Equal(current.Version.Version + (ComparesRowEtags ? 0 : 1), after.Version.Version);
        Assert.Equal(ComparesRowEtags ? SiloStatus.Active : SiloStatus.Dead, Row(after, entry).Entry.Status);
    }

    [Fact]
    public async Task A_heartbeat_changes_only_the_time_and_invalidates_no_etag()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        MembershipEntry silo = SiloEntries.Silo(1);
        await InsertAsync(table, silo);
        await InsertAsync(table, SiloEntries.Silo(2));
        MembershipTableData before = await table.ReadAllAsync(Token);
        DateTime alive = SiloEntries.At.AddSeconds(30);
        await table.UpdateIAmAliveAsync(
            new MembershipEntry { SiloAddress = silo.SiloAddress, IAmAliveTime = alive }, Token);
        MembershipTableData after = await table.ReadAllAsync(Token);
        silo.IAmAliveTime = alive;
        Assert.Equal([SiloEntries.Text(silo), SiloEntries.Text(SiloEntries.Silo(2))], Texts(after));
        Assert.Equal(before.Version, after.Version);
        silo.Status = SiloStatus.Active;
        Assert.True(await table.UpdateRowAsync(silo, Row(before, silo).Etag, before.Version.Next(), Token));
    }

    [Fact]
    public async Task Exactly_one_of_many_silos_that_write_at_one_version_succeeds()
    {
        const int silos = 12;
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        TableVersion start = (await table.ReadAllAsync(Token)).Version;
        bool[] won = await Task.WhenAll(Enumerable.Range(1, silos).Select(
            silo => Task.Run(() => table.InsertRowAsync(SiloEntries.Silo(silo), start.Next(), Token))));
        int winner = 1 + Assert.Single(Enumerable.Range(0, silos), silo => won[silo]);
        Assert.Equal([SiloEntries.Text(SiloEntries.Silo(winner))], Texts(await table.ReadAllAsync(Token)));

        await Task.WhenAll(Enumerable.Range(1, silos)
            .Where(silo => silo != winner)
            .Select(silo => Task.Run(() => InsertAsync(table, SiloEntries.Silo(silo)))));
        MembershipTableData all = await table.ReadAllAsync(Token);
        Assert.Equal((silos, silos), (all.Version.Version, all.Members.Count));
    }

    [Fact]
    public async Task A_reader_always_sees_a_row_with_its_version()
    {
        const int writes = 40;
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        Task writer = Task.Run(async () =>
        {
            for (int silo = 1; silo <= writes; silo++)
            {
                await InsertAsync(table, SiloEntries.Silo(silo));
            }
        }, Token);
        MembershipTableData seen;
        do
        {
            seen = await table.ReadAllAsync(Token);
            Assert.Equal(seen.Version.Version, seen.Members.Count);
        }
        while (seen.Version.Version < writes && !writer.IsFaulted);
        await writer;
    }

    [Fact]
    public async Task Cleanup_deletes_only_silos_that_have_been_dead_for_long()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        DateTime old = SiloEntries.At.AddDays(-10);
        await InsertAsync(table, SiloEntries.Silo(1, status: SiloStatus.Dead, started: old, alive: old));
        await InsertAsync(table, SiloEntries.Silo(2, status: SiloStatus.Dead, started: old, alive: SiloEntries.At));
        await InsertAsync(table, SiloEntries.Silo(3, status: SiloStatus.Active, started: old, alive: old));
        await InsertAsync(table, SiloEntries.Silo(4, status: SiloStatus.Dead, started: SiloEntries.At, alive: old));
        await InsertAsync(table, SiloEntries.Silo(5, status: SiloStatus.Dead, started: old, alive: old));
        MembershipTableData data = await table.ReadAllAsync(Token);
        (MembershipEntry suspected, string etag) = Row(data, SiloEntries.Silo(5));
        suspected.SuspectTimes = [Tuple.Create(SiloEntries.Address(3), SiloEntries.At)];
        Assert.True(await table.UpdateRowAsync(suspected, etag, data.Version.Next(), Token));
        await table.CleanupDefunctSiloEntriesAsync(old, Token);
        Assert.Equal(5, (await table.ReadAllAsync(Token)).Members.Count);
        await table.CleanupDefunctSiloEntriesAsync(old.AddDays(1), Token);
        MembershipTableData left = await table.ReadAllAsync(Token);
        Assert.Equal([2, 3, 4, 5], left.Members.Select(member => member.Item1.SiloAddress.Generation).Order());
        Assert.Equal(6, left.Version.Version);
    }

    [Fact]
    public async Task Clients_find_active_silos_with_a_gateway()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        await session.Port.Gateways.InitializeGatewayListProviderAsync(Token);
        Assert.Empty(await session.Port.Gateways.GetGatewaysAsync(Token));
        MembershipEntry gateway = SiloEntries.Silo(1, status: SiloStatus.Active);
        MembershipEntry closed = SiloEntries.Silo(2, status: SiloStatus.Active);
        closed.ProxyPort = 0;
        await InsertAsync(session.Port.Table, gateway);
        await InsertAsync(session.Port.Table, closed);
        await InsertAsync(session.Port.Table, SiloEntries.Silo(3, status: SiloStatus.Joining));
        await InsertAsync(session.Port.Table, SiloEntries.Silo(4, status: SiloStatus.Dead));
        Uri found = Assert.Single(await session.Port.Gateways.GetGatewaysAsync(Token));
        Assert.Equal(SiloAddress.New(
            gateway.SiloAddress.Endpoint.Address,
            gateway.ProxyPort,
            gateway.SiloAddress.Generation).ToGatewayUri(), found);
    }

    [Fact]
    public async Task Clusters_are_isolated_and_deleted_individually()
    {
        await using PortSession<MembershipPorts> mine = await OpenInitializedAsync(_cluster);
        await using PortSession<MembershipPorts> other = await OpenInitializedAsync($"{_cluster}-b");
        await InsertAsync(mine.Port.Table, SiloEntries.Silo(1));
        await InsertAsync(other.Port.Table, SiloEntries.Silo(1));
        await InsertAsync(other.Port.Table, SiloEntries.Silo(2));
        _ = Assert.Single((await mine.Port.Table.ReadAllAsync(Token)).Members);
        await mine.Port.Table.DeleteMembershipTableEntriesAsync(_cluster, Token);
        await mine.Port.Table.InitializeMembershipTableAsync(true, Token);
        Assert.Empty((await mine.Port.Table.ReadAllAsync(Token)).Members);
        Assert.Equal(2, (await other.Port.Table.ReadAllAsync(Token)).Members.Count);
    }

    [Fact]
    public async Task A_cancelled_call_is_cancelled()
    {
        await using PortSession<MembershipPorts> session = await OpenInitializedAsync(_cluster);
        IMembershipTable table = session.Port.Table;
        CancellationToken cancelled = new(canceled: true);
        TableVersion version = (await table.ReadAllAsync(Token)).Version;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => table.InsertRowAsync(SiloEntries.Silo(1), version.Next(), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => table.ReadAllAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => table.ReadRowAsync(SiloEntries.Address(1), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => table.UpdateIAmAliveAsync(SiloEntries.Silo(1), cancelled));
        Assert.Empty((await table.ReadAllAsync(Token)).Members);
    }

    [Fact]
    public async Task Generated_operations_do_what_the_model_does() =>
        await MembershipModel.CheckAsync(run => OpenInitializedAsync($"{_cluster}-{run}"), iterations: 40);

    private async Task<PortSession<MembershipPorts>> OpenInitializedAsync(string clusterId)
    {
        PortSession<MembershipPorts> session = await OpenAsync(clusterId);
        await session.Port.Table.InitializeMembershipTableAsync(true, Token);
        return session;
    }

    private static (MembershipEntry Entry, string Etag) Row(MembershipTableData data, MembershipEntry silo)
    {
        Tuple<MembershipEntry, string> row = Assert.Single(
            data.Members, member => member.Item1.SiloAddress.Equals(silo.SiloAddress));
        return (row.Item1, row.Item2);
    }

    private static IEnumerable<string> Texts(MembershipTableData data) =>
        data.Members.Select(member => member.Item1)
            .OrderBy(entry => entry.SiloAddress.Generation)
            .Select(SiloEntries.Text);

    /// <summary>Inserts like a silo does: reads and retries until the version that it read is still current.</summary>
    private static async Task InsertAsync(IMembershipTable table, MembershipEntry entry)
    {
        while (!await table.InsertRowAsync(entry, (await table.ReadAllAsync(Token)).Version.Next(), Token))
        {
            Token.ThrowIfCancellationRequested();
        }
    }
}
