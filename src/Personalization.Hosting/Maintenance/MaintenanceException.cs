namespace Personalization.Hosting.Maintenance;

/// <summary>A backup, a restore or a move cannot be done. The message says why and what to do.</summary>
public sealed class MaintenanceException : Exception
{
    /// <summary>Creates the exception.</summary>
    public MaintenanceException()
        : this("The command cannot be done.")
    {
    }

    /// <summary>Creates the exception with the reason.</summary>
    public MaintenanceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with the reason and its cause.</summary>
    public MaintenanceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
