namespace Personalization.Hosting.Settings;

/// <summary>The files of the embedded store in its folder, <see cref="EngineOptions.DataPath"/>.</summary>
internal static class DataFolder
{
    /// <summary>The database's name in the folder.</summary>
    public const string Database = "engine.db";

    /// <summary>The folder of the model versions.</summary>
    private const string Models = "models";

    /// <summary>Gets the path of the database.</summary>
    public static string DatabaseOf(string folder) => Path.Combine(Path.GetFullPath(folder), Database);

    /// <summary>Gets the path of the model versions.</summary>
    public static string ModelsOf(string folder) => Path.Combine(Path.GetFullPath(folder), Models);
}
