namespace Personalization.IntegrationTests.Storage;

/// <summary>Overwrites pages of a database file, as a failing disk does.</summary>
internal static class StoreDamage
{
    /// <summary>SQLite's page size.</summary>
    private const int PageBytes = 4096;

    /// <summary>The first pages hold the schema and the roots of the tables.</summary>
    private const int FirstPages = 12;

    /// <summary>Overwrites every page after the first ones with random bytes.</summary>
    public static void Overwrite(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Random random = new(7);
        byte[] page = new byte[PageBytes];
        for (long at = FirstPages * PageBytes; at < file.Length; at += PageBytes)
        {
            random.NextBytes(page);
            file.Position = at;
            file.Write(page);
        }
    }
}
