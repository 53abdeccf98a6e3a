using System.Diagnostics;
using System.Globalization;

namespace Personalization.Testing.Cluster;

/// <summary>
/// A disk of a fixed size that a test can fill: a file system in a file. Needs root, <c>mkfs.ext4</c> and a loop
/// device.
/// </summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk(int megabytes)
    {
        _folder.OpenToOthers();
        string image = System.IO.Path.Combine(_folder.Path, "image");
        using (FileStream file = File.Create(image))
        {
            file.SetLength(megabytes * 1024L * 1024L);
        }

        _ = Directory.CreateDirectory(Path);
        Check(Run("mkfs.ext4", "-q", "-m", "0", image), "mkfs.ext4");
        Check(Run("mount", "-o", "loop", image, Path), "mount");
    }

    /// <summary>Gets the folder of the disk.</summary>
    public string Path => System.IO.Path.Combine(_folder.Path, "disk");

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Creates and mounts a disk.</summary>
    /// <param name="megabytes">The size.</param>
    public static SmallDisk Create(int megabytes) => new(megabytes);

    /// <summary>Gets the reason why no disk can be created here; null if one can.</summary>
    public static string? Missing()
    {
        if (Environment.UserName != "root")
        {
            return "a small disk needs root";
        }

        try
        {
            using SmallDisk disk = new(megabytes: 8);
            return null;
        }
        catch (InvalidOperationException error)
        {
            return error.Message;
        }
    }

    /// <summary>Takes all free space.</summary>
    public void Fill()
    {
        DriveInfo drive = new(Path);
        long free = drive.AvailableFreeSpace;
        for (long part = free; part >= 4096; part /= 2)
        {
            while (Run("fallocate", "--offset", Used(), "--length", Text(part), Filler) == 0)
            {
            }
        }
    }

    /// <summary>Frees the space that <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(Filler);

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Run("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private string Used() => Text(File.Exists(Filler) ? new FileInfo(Filler).Length : 0);

    private static string Text(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    private static void Check(int code, string program)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"{program} ended with {code}");
        }
    }

    private static int Run(string program, params string[] arguments)
    {
        ProcessStartInfo start =
            new(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using Process process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // the program is not installed
        }
    }
}
