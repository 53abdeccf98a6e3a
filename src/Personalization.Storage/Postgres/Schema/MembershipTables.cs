namespace Personalization.Storage.Postgres.Schema;

/// <summary>
/// Cluster membership for Orleans' ADO.NET provider, which reads its statements from <c>OrleansQuery</c>.
/// </summary>
/// <remarks>
/// The provider knows the tables only through these statements; the names of parameters and result columns are its
/// contract. A write first increments the cluster version that its writer read, and changes a silo's row only if that
/// succeeded. The row lock on the version orders concurrent writers.
/// </remarks>
internal static class MembershipTables
{
    public const string Create = """
        CREATE TABLE membership_version (
            cluster text COLLATE "C" PRIMARY KEY,
            version integer NOT NULL,
            changed_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE membership_silo (
            cluster text COLLATE "C" NOT NULL REFERENCES membership_version ON DELETE CASCADE,
            address text COLLATE "C" NOT NULL,
            port integer NOT NULL,
            generation integer NOT NULL,
            silo_name text NOT NULL,
            host_name text NOT NULL,
            status integer NOT NULL,
            proxy_port integer NOT NULL,
            suspect_times text,
            started_at timestamptz NOT NULL,
            alive_at timestamptz NOT NULL,
            PRIMARY KEY (cluster, address, port, generation)
        ) WITH (fillfactor = 50);
        CREATE TABLE OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
        """;

    private const string ThisSilo =
        "cluster = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation";

    private const string Rows = """
        SELECT v.cluster AS DeploymentId, s.address AS Address, s.port AS Port, s.generation AS Generation,
            s.silo_name AS SiloName,
            s.host_name AS HostName, s.status AS Status, s.proxy_port AS ProxyPort, s.suspect_times AS SuspectTimes,
            s.started_at AS StartTime, s.alive_at AS IAmAliveTime, v.version AS Version
        FROM membership_version v
        """;

    private const string NextVersion = """
        UPDATE membership_version SET version = version + 1, changed_at = now()
        WHERE cluster = @DeploymentId AND version = @Version
        """;

    /// <summary>Statements by their key in the provider's contract.</summary>
    public static IReadOnlyDictionary<string, string> Queries { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GatewaysQueryKey"] = """
            SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM membership_silo
            WHERE cluster = @DeploymentId AND status = @Status AND proxy_port > 0
            """,
            ["MembershipReadRowKey"] = $"""
            {Rows}
            LEFT JOIN membership_silo s ON s.cluster = v.cluster AND s.address = @Address AND s.port = @Port
                AND s.generation = @Generation
            WHERE v.cluster = @DeploymentId
            """,
            ["MembershipReadAllKey"] = $"""
            {Rows}
            LEFT JOIN membership_silo s ON s.cluster = v.cluster
            WHERE v.cluster = @DeploymentId
            """,
            ["InsertMembershipVersionKey"] = """
            WITH made AS (
                INSERT INTO membership_version (cluster, version) VALUES (@DeploymentId, 0)
                ON CONFLICT DO NOTHING RETURNING 1
            )
            SELECT EXISTS (SELECT FROM made)
            """,
            ["InsertMembershipKey"] = $"""
            WITH moved AS (
                {NextVersion} AND NOT EXISTS (SELECT FROM membership_silo WHERE {ThisSilo})
                RETURNING cluster
            ), made AS (
                INSERT INTO membership_silo (
                    cluster, address, port, generation, silo_name, host_name, status, proxy_port, started_at, alive_at)
                SELECT cluster, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
                    @StartTime, @IAmAliveTime
                FROM moved
                RETURNING 1
            )
            SELECT EXISTS (SELECT FROM made)
            """,
            ["UpdateMembershipKey"] = $"""
            WITH moved AS (
                {NextVersion} AND EXISTS (SELECT FROM membership_silo WHERE {ThisSilo})
                RETURNING 1
            ), changed AS (
                UPDATE membership_silo SET status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
                WHERE {ThisSilo} AND EXISTS (SELECT FROM moved)
                RETURNING 1
            )
            SELECT EXISTS (SELECT FROM changed)
            """,
            ["UpdateIAmAlivetimeKey"] = $"UPDATE membership_silo SET alive_at = @IAmAliveTime WHERE {ThisSilo}",
            ["DeleteMembershipTableEntriesKey"] = "DELETE FROM membership_version WHERE cluster = @DeploymentId",
            ["CleanupDefunctSiloEntriesKey"] = """
            DELETE FROM membership_silo
            WHERE cluster = @DeploymentId AND status = 6 AND started_at < @IAmAliveTime AND alive_at < @IAmAliveTime
            """,
            ["CleanupDefunctSiloEntryKey"] = $"""
            DELETE FROM membership_silo
            WHERE {ThisSilo} AND status = 6 AND started_at = @StartTime AND alive_at = @IAmAliveTime
                AND coalesce(suspect_times, '') = coalesce(@SuspectTimes, '')
            """,
        };
}
