using System.Globalization;
using System.Net;

namespace Personalization.IntegrationTests.Storage;

/// <summary>Membership entries for tests; the generation identifies the silo.</summary>
internal static class SiloEntries
{
    public static readonly DateTime At = new(2026, 11, 1, 12, 30, 15, 250, DateTimeKind.Utc);

    public static SiloAddress Address(int generation, IPAddress? address = null) =>
        SiloAddress.New(address ?? IPAddress.Parse("10.1.2.3"), 11_111, generation);

    public static MembershipEntry Silo(
        int generation, IPAddress? address =
            null, SiloStatus status = SiloStatus.Joining, DateTime? started = null, DateTime? alive = null) => new()
            {
                SiloAddress = Address(generation, address),
                SiloName = $"silo-{generation}",
                HostName = "host-a",
                Status = status,
                ProxyPort = 30_000 + generation,
                StartTime = started ?? At.AddMinutes(-1),
                IAmAliveTime = alive ?? At,
            };

    /// <summary>Formats all fields of an entry that a membership table stores.</summary>
    public static string Text(MembershipEntry entry) => string.Join(
        ' ',
        entry.SiloAddress.ToParsableString(),
        entry.SiloName,
        entry.HostName,
        entry.Status,
        entry.ProxyPort,
        Time(entry.StartTime),
        Time(entry.IAmAliveTime),
        string.Join(
            '|', (entry.SuspectTimes ?? []).Select(vote => $"{vote.Item1.ToParsableString()},{Time(vote.Item2)}")));

    private static string Time(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
}
