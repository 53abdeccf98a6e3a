namespace Personalization.Storage.Postgres.Schema;

/// <summary>The database was migrated by a newer engine: this one would misread it and leaves it alone.</summary>
public sealed class NewerSchemaException : IOException
{
    /// <summary>Makes one.</summary>
    public NewerSchemaException()
    {
    }

    /// <summary>Makes one with a message of its own.</summary>
    public NewerSchemaException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one with a cause.</summary>
    public NewerSchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes one that names both versions.</summary>
    /// <param name="found">The version of the database.</param>
    /// <param name="known">The newest version this engine knows.</param>
    public NewerSchemaException(int found, int known)
        : base($"The database has schema version {found}, made by a newer engine; this one knows up to {known}. Start "
            + $"an engine at least as new.")
    {
        Found = found;
        Known = known;
    }

    /// <summary>The version of the database.</summary>
    public int Found { get; }

    /// <summary>The newest version this engine knows.</summary>
    public int Known { get; }
}
