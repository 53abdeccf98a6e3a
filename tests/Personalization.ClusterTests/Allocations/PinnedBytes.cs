using System.Globalization;
using Personalization.Testing;

namespace Personalization.ClusterTests.Allocations;

/// <summary>The pinned bytes per operation, in a file of the repository.</summary>
/// <remarks>With the environment variable <c>UPDATE_ALLOCATIONS=1</c> a check writes the file instead.</remarks>
internal static class PinnedBytes
{
    /// <summary>The command that renews the file.</summary>
    public const string Renewal =
        "UPDATE_ALLOCATIONS=1 dotnet test --project tests/Personalization.ClusterTests -c Release "
            + "--filter-class '*AllocationTests'";

    private const double Tolerance = .1;

    private static string File => Path.Combine(
        EngineBuild.Root, "tests", "Personalization.ClusterTests", "Allocations", "allocated-bytes.txt");

    /// <summary>Compares measured figures with the pinned ones.</summary>
    /// <returns>A sentence for each figure outside the tolerance; empty when all are within it.</returns>
    public static string[] Check(IReadOnlyDictionary<string, double> measured)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_ALLOCATIONS") == "1")
        {
            System.IO.File.WriteAllText(File, Text(measured));
        }

        Dictionary<string, double> pinned = System.IO.File.ReadLines(File)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(':'))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        return [.. Problems(measured, pinned)];
    }

    /// <summary>Compares two sets of figures.</summary>
    public static IEnumerable<string> Problems(
        IReadOnlyDictionary<string, double> measured, IReadOnlyDictionary<string, double> pinned)
    {
        foreach (string name in measured.Keys.Union(pinned.Keys))
        {
            if (!pinned.TryGetValue(name, out double old) || !measured.TryGetValue(name, out double bytes))
            {
                yield return $"{name} is only in one of the measured and the pinned figures. {Renewal}";
            }
            else if (Math.Abs(bytes - old) > old * Tolerance)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {bytes:0} bytes per operation, {old:0} pinned. If that is intended: {Renewal}");
            }
        }
    }

    private static string Text(IReadOnlyDictionary<string, double> measured) =>
        "# Bytes that the program allocates per operation, without tiered compilation. A test allows 10 %.\n"
            + $"# {Renewal}\n"
            + string.Concat(measured.Select(
                figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key}: {figure.Value:0}\n")));
}
