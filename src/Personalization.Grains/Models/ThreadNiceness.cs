using System.Runtime.InteropServices;

namespace Personalization.Grains.Models;

/// <summary>Lowers the priority of the calling thread on Linux.</summary>
/// <remarks>The thread priorities of .NET have no effect on Linux.</remarks>
internal static partial class ThreadNiceness
{
    /// <summary>A thread with nice value 10 gets about a tenth of a contended processor.</summary>
    private const int Nice = 10;

    private const int OfProcess = 0;

    /// <summary>Lowers the priority; does nothing where that is not supported.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                // Linux treats a thread as a process here; id 0 is the calling thread.
                _ = SetPriority(OfProcess, 0, Nice);
            }
            catch (Exception missing) when (missing is DllNotFoundException or EntryPointNotFoundException)
            {
                // another C library: the thread keeps its priority
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, uint who, int priority);
}
