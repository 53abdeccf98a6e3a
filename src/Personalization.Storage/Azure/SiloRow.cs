using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;

namespace Personalization.Storage.Azure;

/// <summary>A silo's row in the official layout: every value is text, lists are joined by <c>|</c>.</summary>
internal static class SiloRow
{
    /// <summary>The row key of the row that holds the table's version.</summary>
    public const string VersionKey = "VersionRow";

    public const string StatusColumn = "Status";
    public const string ProxyPortColumn = "ProxyPort";

    private const string DeploymentColumn = "DeploymentId";
    private const string VersionColumn = "MembershipVersion";
    private const string AliveColumn = "IAmAliveTime";
    private const char Separator = '|';

    public static string KeyOf(SiloAddress silo) =>
        string.Create(CultureInfo.InvariantCulture, $"{silo.Endpoint.Address}-{silo.Endpoint.Port}-{silo.Generation}");

    public static TableEntity Version(string cluster, int version) => new(cluster, VersionKey)
    {
        [DeploymentColumn] = cluster,
        [VersionColumn] = version.ToString(CultureInfo.InvariantCulture),
    };

    public static TableVersion ParseVersion(TableEntity row) =>
        new(int.Parse(row.GetString(VersionColumn), CultureInfo.InvariantCulture), row.ETag.ToString());

    /// <summary>The one column that a sign of life changes.</summary>
    public static TableEntity Alive(string cluster, MembershipEntry entry) => new(cluster, KeyOf(entry.SiloAddress))
    {
        [DeploymentColumn] = cluster,
        [AliveColumn] = LogFormatter.PrintDate(entry.IAmAliveTime),
    };

    public static TableEntity Write(string cluster, MembershipEntry entry) => new(cluster, KeyOf(entry.SiloAddress))
    {
        [DeploymentColumn] = cluster,
        ["Address"] = entry.SiloAddress.Endpoint.Address.ToString(),
        ["Port"] = Text(entry.SiloAddress.Endpoint.Port),
        ["Generation"] = Text(entry.SiloAddress.Generation),
        ["HostName"] = entry.HostName,
        [StatusColumn] = entry.Status.ToString(),
        [ProxyPortColumn] = Text(entry.ProxyPort),
        ["RoleName"] = entry.RoleName,
        ["SiloName"] = entry.SiloName,
        ["InstanceName"] = entry.SiloName,
        ["UpdateZone"] = Text(entry.UpdateZone),
        ["FaultZone"] = Text(entry.FaultZone),
        ["SuspectingSilos"] = string.Join(Separator, (entry.SuspectTimes ?? []).Select(suspect => suspect.Item1.ToParsableString())),
        ["SuspectingTimes"] = string.Join(Separator, (entry.SuspectTimes ?? []).Select(suspect => LogFormatter.PrintDate(suspect.Item2))),
        ["StartTime"] = LogFormatter.PrintDate(entry.StartTime),
        [AliveColumn] = LogFormatter.PrintDate(entry.IAmAliveTime),
    };

    public static MembershipEntry Read(TableEntity row)
    {
        MembershipEntry entry = new()
        {
            SiloAddress = Address(row, "Port"),
            HostName = row.GetString("HostName"),
            Status = Enum.Parse<SiloStatus>(row.GetString(StatusColumn)),
            ProxyPort = Number(row, ProxyPortColumn),
            RoleName = row.GetString("RoleName"),
            SiloName = row.GetString("SiloName") ?? row.GetString("InstanceName"),
            UpdateZone = Number(row, "UpdateZone"),
            FaultZone = Number(row, "FaultZone"),
            StartTime = Date(row, "StartTime"),
            IAmAliveTime = Date(row, AliveColumn),
        };
        foreach ((string silo, string time) in List(row, "SuspectingSilos").Zip(List(row, "SuspectingTimes")))
        {
            entry.AddSuspector(SiloAddress.FromParsableString(silo), LogFormatter.ParseDate(time));
        }

        return entry;
    }

    /// <summary>
    /// What the membership protocol takes for the row's etag: all of it but the sign of life, which is written without asking and must
    /// not spoil what others have read.
    /// </summary>
    public static string Fingerprint(TableEntity row)
    {
        IEnumerable<string> columns = row.Where(column => column.Value is string && column.Key is not (AliveColumn or "odata.etag"))
            .OrderBy(column => column.Key, StringComparer.Ordinal).Select(column => $"{column.Key}={column.Value}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(columns))));
    }

    /// <summary>Where clients reach the silo.</summary>
    public static Uri Gateway(TableEntity row) => Address(row, ProxyPortColumn).ToGatewayUri();

    private static SiloAddress Address(TableEntity row, string portColumn) =>
        SiloAddress.New(new IPEndPoint(IPAddress.Parse(row.GetString("Address")), Number(row, portColumn)), Number(row, "Generation"));

    private static string[] List(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? text.Split(Separator) : [];

    private static int Number(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static DateTime Date(TableEntity row, string column) =>
        row.GetString(column) is { Length: > 0 } text ? LogFormatter.ParseDate(text) : default;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
