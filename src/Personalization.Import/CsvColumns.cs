namespace Personalization.Import;

/// <summary>The columns of a CSV file and the fields that they give.</summary>
internal sealed class CsvColumns
{
    private readonly (int Column, CsvField Field)[] _fields;

    private CsvColumns((int Column, CsvField Field)[] fields) => _fields = fields;

    /// <summary>The fields in the order of the JSON: a parent's fields follow each other.</summary>
    public IReadOnlyList<(int Column, CsvField Field)> Fields => _fields;

    /// <summary>The number of fields that a line needs.</summary>
    public int Width => _fields.Max(one => one.Column) + 1;

    /// <summary>Reads the option <c>--columns</c>.</summary>
    /// <param name="text">For example <c>user=customer_id,at=ts</c>.</param>
    /// <param name="kind">The kind of the file.</param>
    /// <param name="problems">Receives every problem.</param>
    /// <returns>The columns by field name.</returns>
    public static IReadOnlyDictionary<string, string> ReadMapping(string text, ImportKind kind, List<string> problems)
    {
        Dictionary<string, string> mapping = new(StringComparer.Ordinal);
        foreach (string pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == pair.Length - 1)
            {
                problems.Add($"--columns must be FIELD=COLUMN, separated by commas, but has '{pair}'.");
            }
            else if (CsvField.Find(kind, pair[..equals]) is null)
            {
                problems.Add(
                    $"--columns: '{pair[..equals]}' is not a field. The fields are {CsvField.Accepted(kind)}.");
            }
            else if (!mapping.TryAdd(pair[..equals], pair[(equals + 1)..]))
            {
                problems.Add($"--columns names the field '{pair[..equals]}' twice.");
            }
        }

        return mapping;
    }

    /// <summary>Finds the columns of the header.</summary>
    /// <param name="header">The names of the header.</param>
    /// <param name="mapping">The columns by field name; empty if the header has the names of fields.</param>
    /// <param name="kind">The kind of the file.</param>
    /// <exception cref="InvalidDataException">A column is missing, or no field has its name.</exception>
    public static CsvColumns Find(string[] header, IReadOnlyDictionary<string, string> mapping, ImportKind kind)
    {
        List<(int, CsvField)> found = [];
        List<string> wrong = [];
        if (mapping.Count > 0)
        {
            foreach ((string field, string column) in mapping)
            {
                int index = Array.IndexOf(header, column);
                found.Add((index, CsvField.Find(kind, field)!));
                if (index < 0)
                {
                    wrong.Add(column);
                }
            }

            return wrong.Count == 0 ? Of(found) : throw new InvalidDataException(
                $"The header lacks {string.Join(", ", wrong)}; it has {string.Join(", ", header)}.");
        }

        for (int i = 0; i < header.Length; i++)
        {
            // An export can have cursors; an import does not need them.
            if (CsvField.Find(kind, header[i]) is { } field)
            {
                found.Add((i, field));
            }
            else if (kind != ImportKind.Events || header[i] != "cursor")
            {
                wrong.Add(header[i]);
            }
        }

        return wrong.Count == 0 && found.Count > 0 ? Of(found) : throw new InvalidDataException(
            $"The header has columns that are no fields: {string.Join(", ", wrong)}. Name the columns to read with "
                + $"--columns FIELD=COLUMN. The fields are {CsvField.Accepted(kind)}.");
    }

    private static CsvColumns Of(List<(int Column, CsvField Field)> found) =>
        new([.. found.OrderBy(field => field.Field.Parent is null ? 0 : 1)]);
}
