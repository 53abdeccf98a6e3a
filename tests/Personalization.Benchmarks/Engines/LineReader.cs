using System.Globalization;

namespace Personalization.Benchmarks.Engines;

/// <summary>Reads the lines of a data set, split into fields.</summary>
internal static class LineReader
{
    /// <summary>Finds the single file of a folder whose name matches a pattern.</summary>
    /// <exception cref="InvalidDataException">The folder does not exist, or does not have exactly one such
    /// file.</exception>
    public static string Find(string folder, string pattern)
    {
        string[] found = Directory.Exists(folder)
            ? Directory.GetFiles(folder, pattern)
            : throw new InvalidDataException($"The folder {folder} does not exist.");
        return found.Length == 1 ? found[0] : throw new InvalidDataException(
            $"The folder {folder} must have exactly one file {pattern} but has {found.Length}.");
    }

    /// <summary>Reads the fields of every non-empty line. A line with too few fields is an error.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="separators">The separators between fields.</param>
    /// <param name="fewest">The minimum number of fields of a line.</param>
    /// <param name="errors">Receives the errors.</param>
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
                errors.Add(file, number, $"must have at least {fewest} fields but has {fields.Length}.");
            }
        }
    }

    /// <summary>Reads a finite number. Any other text is an error, and the result is 0.</summary>
    public static double Number(string text, string file, int line, LineErrors errors)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value))
        {
            return value;
        }

        errors.Add(file, line, $"'{text}' is not a finite number.");
        return 0;
    }
}
