using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>How this project connects, whatever else the operator's connection string says.</summary>
internal static class PostgresConnections
{
    private const string Name = "personalization";

    /// <summary>
    /// A transaction that its client forgot (frozen, or cut off from the network) is ended by the server: until then it
    /// would hold its locks and hold back every reader of the whole log. Nothing here is worth compiling.
    /// </summary>
    private const string ServerSettings = "-c idle_in_transaction_session_timeout=30s -c jit=off";

    /// <summary>The pool of the stores.</summary>
    public static NpgsqlDataSource CreateSource(PostgresStorageOptions options) =>
        new NpgsqlDataSourceBuilder(Describe(options, options.MaxConnections).ConnectionString).Build();

    /// <summary>
    /// The pool of the membership table: its own, so that a burst of events never keeps a silo from saying that it is
    /// alive.
    /// </summary>
    public static string MembershipString(PostgresStorageOptions options)
    {
        NpgsqlConnectionStringBuilder builder = Describe(options, maxConnections: 2);
        builder.ApplicationName += "-membership";
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Describe(PostgresStorageOptions options, int maxConnections)
    {
        NpgsqlConnectionStringBuilder builder = new(options.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = maxConnections,
            Timeout = options.CommandTimeoutSeconds,
            CommandTimeout = options.CommandTimeoutSeconds,

            // A statement over arrays is planned for the arrays it gets: a plan kept from an empty table or a short
            // array is ruinous later. The statements that read one key are prepared one by one.
            MaxAutoPrepare = 0,
        };
        builder.ApplicationName ??= Name;
        builder.Options ??= ServerSettings;
        return builder;
    }
}
