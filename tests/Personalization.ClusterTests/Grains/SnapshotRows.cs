using Microsoft.Data.Sqlite;

namespace Personalization.ClusterTests.Grains;

/// <summary>Changes the store of a stopped engine, as a fault does.</summary>
internal static class SnapshotRows
{
    /// <summary>Deletes all profile snapshots.</summary>
    /// <returns>The number of deleted snapshots.</returns>
    public static async Task<int> DeleteAllAsync(string folder)
    {
        await using SqliteConnection connection = new($"Data Source={Path.Combine(folder, "engine.db")};Pooling=false");
        await connection.OpenAsync();
        await using SqliteCommand delete = connection.CreateCommand();
        delete.CommandText = "DELETE FROM grain_state WHERE state_name = 'profile'";
        return await delete.ExecuteNonQueryAsync();
    }
}
