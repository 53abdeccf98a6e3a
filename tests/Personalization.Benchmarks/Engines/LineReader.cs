using System.Globalization;

namespace Personalization.Benchmarks.Engines;

/// <summary>Reads the lines of a data set, split into fields.</summary>
internal static class LineReader
{
    /// <summary>The one file of a folder whose name matches.</summary>
    /// <exception cref="InvalidDataException">There is none, or more than one.</exception>
    public static string Find(string folder, string pattern)
    {
        string[] found = Directory.Exists(folder)
            ? Directory.GetFiles(folder, pattern)
            : throw new InvalidDataException($"There is no folder {folder}.");
        return found.Length == 1 ? found[0] : throw new InvalidDataException(
            $"The folder {folder} must hold one file {pattern}; it holds {found.Length}.");
    }

    /// <summary>The fields of every line that is not empty; a line with too few of them is an error.</summary>
    /// <param name="file">The file.</param>
    /// <param name="separators">What stands between fields.</param>
    /// <param name="fewest">The fewest fields a line may have.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static IEnumerable<(int Line, string[] Fields)> Fields(
        string file, char[] separators, int fewest, LineErrors errors)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string[] fields = line.Split(
                separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields.Length >= fewest)
            {
                yield return (number, fields);
            }
            else if (fields.Length > 0)
            {
                errors.Add(file, number, $"has {fields.Length} fields; at least {fewest} are needed.");
            }
        }
    }

    /// <summary>Reads a number; one that cannot be read is an error and 0.</summary>
    public static double Number(string text, string file, int line, LineErrors errors)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value))
        {
            return value;
        }

        errors.Add(file, line, $"'{text}' is no number.");
        return 0;
    }
}
