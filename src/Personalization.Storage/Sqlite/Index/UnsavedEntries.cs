namespace Personalization.Storage.Sqlite.Index;

/// <summary>Committed entries and new users that no stored batch of the index has yet.</summary>
internal sealed class UnsavedEntries
{
    /// <summary>New users in order of their numbers.</summary>
    public List<UserDigest> Users { get; } = [];

    /// <summary>Entries in order of their positions.</summary>
    public List<IndexedEntry> Entries { get; } = [];

    /// <summary>Number of users in the stored batches.</summary>
    public int SavedUsers { get; set; }

    /// <summary>Reports that a batch with all entries was stored.</summary>
    public void Clear()
    {
        SavedUsers += Users.Count;
        Users.Clear();
        Entries.Clear();
    }
}
