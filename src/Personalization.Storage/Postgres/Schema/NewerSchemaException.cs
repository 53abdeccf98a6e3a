namespace Personalization.Storage.Postgres.Schema;

/// <summary>
/// The database was migrated by a newer engine; this engine rejects it because it could misread the data.
/// </summary>
public sealed class NewerSchemaException : IOException
{
    /// <summary>Creates the exception.</summary>
    public NewerSchemaException()
    {
    }

    /// <summary>Creates the exception with a message.</summary>
    public NewerSchemaException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and a cause.</summary>
    public NewerSchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception for two schema versions.</summary>
    /// <param name="found">Schema version of the database.</param>
    /// <param name="known">Newest schema version that this engine supports.</param>
    public NewerSchemaException(int found, int known)
        : base($"The database has schema version {found} but this engine supports at most {known}. Start a newer "
            + $"engine.")
    {
        Found = found;
        Known = known;
    }

    /// <summary>Schema version of the database.</summary>
    public int Found { get; }

    /// <summary>Newest schema version that this engine supports.</summary>
    public int Known { get; }
}
