using CsCheck;

namespace Personalization.IntegrationTests.Storage;

/// <summary>
/// Reference model of a membership table, and generated operations that a real table must answer like the model.
/// </summary>
internal sealed class MembershipModel(IMembershipTable table)
{
    private const int Silos = 4;

    private static readonly SiloStatus[] Statuses =
    [
        SiloStatus.Created, SiloStatus.Joining, SiloStatus.Active, SiloStatus.ShuttingDown, SiloStatus.Stopping,
        SiloStatus.Dead
    ];

    private static readonly Gen<Operation[]> Operations = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[1, Silos],
        Gen.OneOf(false, false, false, true),
        Gen.Int[0, 5],
        Gen.Int[0, 2],
        Gen.Int[-5_000, 5_000],
        (kind, silo, stale, status, votes, milliseconds) => new Operation(
            kind, silo, stale, Statuses[status], votes, milliseconds)).Array[1, 25];

    private readonly Dictionary<int, MembershipEntry> _silos = [];
    private int _version;
    private MembershipTableData? _stale;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Runs generated sequences, each on a separate cluster; a failure prints the seed that reproduces it.
    /// </summary>
    public static async Task CheckAsync(Func<int, Task<PortSession<MembershipPorts>>> open, long iterations)
    {
        int run = 0;
        await Operations.SampleAsync(async operations =>
        {
            await using PortSession<MembershipPorts> session = await open(Interlocked.Increment(ref run));
            MembershipModel model = new(session.Port.Table);
            foreach (Operation operation in operations)
            {
                await model.CheckOneAsync(operation);
            }
        }, iter: iterations, threads: 1);
    }

    private async Task CheckOneAsync(Operation operation)
    {
        MembershipTableData before = await table.ReadAllAsync(Token);
        AssertSame(_silos.Values, before);
        DateTime time = SiloEntries.At.AddMilliseconds(operation.Milliseconds);
        switch (operation.Kind)
        {
            case <= 2:
                MembershipEntry added = SiloEntries.Silo(operation.Silo, status: operation.Status, alive: time);
                await WriteAsync(
                    operation,
                    before,
                    !_silos.ContainsKey(operation.Silo),
                    added,
                    known => table.InsertRowAsync(added, known.Version.Next(), Token));
                break;
            case <= 6:
                MembershipEntry changed = SiloEntries.Silo(
                    operation.Silo,
                    status: operation.Status,
                    alive: _silos.GetValueOrDefault(operation.Silo)?.IAmAliveTime);
                changed.SuspectTimes = [.. Enumerable.Range(
                    0, operation.Votes).Select(voter => Tuple.Create(SiloEntries.Address(voter), time))];
                await WriteAsync(
                    operation,
                    before,
                    _silos.ContainsKey(operation.Silo),
                    changed,
                    known => table.UpdateRowAsync(changed, EtagOf(known, changed), known.Version.Next(), Token));
                break;
            case 7 when _silos.TryGetValue(operation.Silo, out MembershipEntry? living):
                await table.UpdateIAmAliveAsync(
                    new MembershipEntry { SiloAddress = living.SiloAddress, IAmAliveTime = time }, Token);
                living.IAmAliveTime = time;
                break;
            case 8:
                await table.CleanupDefunctSiloEntriesAsync(time, Token);
                foreach (MembershipEntry dead in _silos.Values.Where(silo => IsDefunct(silo, time)).ToArray())
                {
                    _ = _silos.Remove(dead.SiloAddress.Generation);
                }

                break;
            default:
                MembershipTableData row = await table.ReadRowAsync(SiloEntries.Address(operation.Silo), Token);
                AssertSame(_silos.Values.Where(silo => silo.SiloAddress.Generation == operation.Silo), row);
                break;
        }
    }

    /// <summary>
    /// Gets whether a write succeeds: its row allows it, and nothing was written since its writer's read.
    /// </summary>
    private async Task WriteAsync(
        Operation operation,
        MembershipTableData current,
        bool allowed,
        MembershipEntry entry,
        Func<MembershipTableData, Task<bool>> write)
    {
        bool stale = operation.Stale && _stale is not null;
        bool expected = allowed && !stale;
        Assert.Equal(expected, await write(stale ? _stale! : current));
        if (expected)
        {
            _silos[operation.Silo] = entry;
            _version++;
            _stale = current;
        }
    }

    private void AssertSame(IEnumerable<MembershipEntry> expected, MembershipTableData read)
    {
        Assert.Equal(_version, read.Version.Version);
        Assert.Equal(
            expected.Select(SiloEntries.Text).Order(StringComparer.Ordinal),
            read.Members.Select(member => SiloEntries.Text(member.Item1)).Order(StringComparer.Ordinal));
    }

    /// <summary>Gets the etag that was read with the row; for a missing row, any etag of the table.</summary>
    private static string EtagOf(MembershipTableData known, MembershipEntry entry) =>
        known.Members.FirstOrDefault(member => member.Item1.SiloAddress.Equals(entry.SiloAddress))?.Item2
        ?? known.Version.VersionEtag;

    private static bool IsDefunct(MembershipEntry silo, DateTime before) => silo.Status == SiloStatus.Dead
        && silo.StartTime < before
        && silo.IAmAliveTime < before
        && silo.SuspectTimes?.Any(vote => vote.Item2 >= before) != true;

    private sealed record Operation(int Kind, int Silo, bool Stale, SiloStatus Status, int Votes, int Milliseconds);
}
