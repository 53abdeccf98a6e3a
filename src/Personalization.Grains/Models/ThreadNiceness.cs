using System.Runtime.InteropServices;

namespace Personalization.Grains.Models;

/// <summary>Makes the calling thread give way to others on Linux, where the runtime's own thread priorities have no effect.</summary>
internal static partial class ThreadNiceness
{
    /// <summary>A thread at 10 gets about a tenth of a processor that others want too.</summary>
    private const int Nice = 10;

    private const int OfProcess = 0;

    /// <summary>Lowers it; does nothing where it cannot.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // to Linux a thread is a process of its own here, and 0 is the one that asks
                _ = SetPriority(OfProcess, 0, Nice);
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
            {
                // another C library: training then runs as any other thread does
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
