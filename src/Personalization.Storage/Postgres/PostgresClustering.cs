using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Personalization.Storage.Postgres.Connections;

namespace Personalization.Storage.Postgres;

/// <summary>Connects silos and clients through the database.</summary>
public static class PostgresClustering
{
    private const string Invariant = "Npgsql";

    /// <summary>
    /// Stores the silo's membership in the database of <see cref="PostgresStorageRegistration.AddPostgresStorage"/>,
    /// which also creates the tables.
    /// </summary>
    public static ISiloBuilder UsePostgresClustering(this ISiloBuilder builder) =>
        builder.UseAdoNetClustering((OptionsBuilder<AdoNetClusteringSiloOptions> clustering) =>
            clustering.Configure<IOptions<PostgresStorageOptions>>((options, storage) =>
            {
                options.Invariant = Invariant;
                options.ConnectionString = PostgresConnections.MembershipString(storage.Value);
            }));

    /// <summary>
    /// Reads the client's gateways from the database of a cluster. A silo must have migrated the database.
    /// </summary>
    public static IClientBuilder UsePostgresClustering(this IClientBuilder builder, string connectionString) =>
        builder.UseAdoNetClustering((AdoNetClusteringClientOptions options) =>
        {
            options.Invariant = Invariant;
            options.ConnectionString = PostgresConnections.MembershipString(
                new PostgresStorageOptions { ConnectionString = connectionString });
        });
}
