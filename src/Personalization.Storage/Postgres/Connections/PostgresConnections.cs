using Npgsql;

namespace Personalization.Storage.Postgres.Connections;

/// <summary>Creates connection pools with the engine's own settings, which override the connection string.</summary>
internal static class PostgresConnections
{
    private const string Name = "personalization";

    /// <summary>Server settings of every connection.</summary>
    /// <remarks>
    /// The server ends a transaction whose client is frozen or disconnected. Otherwise its locks would stay, and it
    /// would delay every reader of the whole log. JIT compilation is off because all statements are short.
    /// </remarks>
    private const string ServerSettings = "-c idle_in_transaction_session_timeout=30s -c jit=off";

    /// <summary>Creates the connection pool of the stores.</summary>
    public static NpgsqlDataSource CreateSource(PostgresStorageOptions options) =>
        new NpgsqlDataSourceBuilder(Describe(options, options.MaxConnections).ConnectionString).Build();

    /// <summary>
    /// Creates the connection pool of the membership table. It is separate, so that a burst of events never delays a
    /// silo's heartbeat.
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

            // Statements with array parameters are planned for each call. A plan cached for an empty table or a short
            // array is very slow later. Statements that read one key are prepared individually.
            MaxAutoPrepare = 0,
        };
        builder.ApplicationName ??= Name;
        builder.Options ??= ServerSettings;
        return builder;
    }
}
