using Npgsql;
using Personalization.Testing.Cluster;

namespace Personalization.ClusterTests.Chaos;

/// <summary>The database of the chaos run on a disk of its size, and the ways to damage it.</summary>
internal sealed class ChaosStore : IDisposable
{
    private const int DiskMegabytes = 3072;

    private ChaosStore(SmallDisk disk)
    {
        Disk = disk;
        Server = PostgresServer.Start(SiloNetwork.HostAddress, Path.Combine(disk.Path, "postgres"));
    }

    /// <summary>Gets the disk.</summary>
    public SmallDisk Disk { get; }

    /// <summary>Gets the server.</summary>
    public PostgresServer Server { get; }

    /// <summary>Starts the server on a new disk.</summary>
    public static ChaosStore Start() => new(SmallDisk.Create(DiskMegabytes));

    /// <summary>Frees the disk, and starts the server if the full disk ended it.</summary>
    public void Recover()
    {
        Disk.Free();
        Server.StartAgain();
    }

    /// <summary>Gets the newest model version in the store.</summary>
    public async Task<string> LatestModelAsync()
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(Server.ConnectionString);
        await using NpgsqlCommand command = database.CreateCommand("SELECT max(version) FROM model_version");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Flips all bits of the first byte of each part of a model. The second call repairs the model.</summary>
    /// <param name="version">The version.</param>
    public async Task FlipModelAsync(string version)
    {
        await using NpgsqlDataSource database = NpgsqlDataSource.Create(Server.ConnectionString);
        await using NpgsqlCommand command = database.CreateCommand(
            "UPDATE model_chunk SET content = set_byte(content, 0, 255 - get_byte(content, 0)) WHERE version = $1");
        _ = command.Parameters.AddWithValue(version);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Dispose();
        Disk.Dispose();
    }
}
