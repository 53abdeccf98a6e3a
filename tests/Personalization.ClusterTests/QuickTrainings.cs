using System.Runtime.CompilerServices;

namespace Personalization.ClusterTests;

/// <summary>Settings of all engines of these tests, in this process and in others.</summary>
internal static class QuickTrainings
{
    /// <summary>
    /// Turns the parameter search of trainings off, unless the environment or a test sets it: it takes most of the
    /// time of a small training, and other tests cover it.
    /// </summary>
    [ModuleInitializer]
    internal static void SetDefaults()
    {
        const string Name = "Personalization__Training__Search";
        if (Environment.GetEnvironmentVariable(Name) is null)
        {
            Environment.SetEnvironmentVariable(Name, "false");
        }
    }
}
