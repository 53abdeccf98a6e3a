using System.Text;
using Personalization.Import;

namespace Personalization.OperatorConsole.Imports;

/// <summary>The fields that a person gives to the columns of a CSV file.</summary>
public sealed class ImportMapping
{
    private const string Parent = "attributes.";

    private readonly CsvPreview _file;
    private string?[] _fields;

    /// <summary>Creates the mapping that the names of the columns suggest.</summary>
    internal ImportMapping(ImportKind kind, CsvPreview file)
    {
        (Kind, _file) = (kind, file);
        _fields = ColumnGuess.Of(kind, file.Header);
    }

    /// <summary>The kind of the lines.</summary>
    internal ImportKind Kind { get; private set; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header => _file.Header;

    /// <summary>The first rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _file.Rows;

    /// <summary>The field of each column; null for a column that is skipped.</summary>
    public IReadOnlyList<string?> Fields => _fields;

    /// <summary>Every reason why the file cannot be imported this way; empty for none.</summary>
    public IReadOnlyList<string> Problems => [.. FindProblems()];

    /// <summary>The columns by field name, as the import takes them.</summary>
    public IReadOnlyDictionary<string, string> Columns
    {
        get
        {
            Dictionary<string, string> columns = new(StringComparer.Ordinal);
            for (int i = 0; i < _fields.Length; i++)
            {
                if (_fields[i] is { } chosen)
                {
                    _ = columns.TryAdd(chosen, Header[i]);
                }
            }

            return columns;
        }
    }

    private string[] Required => Kind == ImportKind.Items ? ["id"] : ["userId", "type"];

    /// <summary>Changes the kind, and guesses the fields again.</summary>
    internal void Change(ImportKind kind)
    {
        Kind = kind;
        _fields = ColumnGuess.Of(kind, Header);
    }

    /// <summary>Gives a column a field; null skips the column.</summary>
    public void Set(int column, string? field) => _fields[column] = field;

    /// <summary>The fields that a column can have: those of the kind, then those with the column's own name.</summary>
    public IReadOnlyList<string> Choices(int column)
    {
        string name = Header[column];
        string[] own = name.Length == 0 || name.Contains(':', StringComparison.Ordinal) ? []
            : Kind == ImportKind.Items
                ? [Parent + name, $"{Parent}{name}:number", $"{Parent}{name}:flag", $"{Parent}{name}:list"]
                : [$"properties.{name}"];
        return [.. CsvField.Names(Kind), .. own];
    }

    /// <summary>The first row as the API receives it; null when it cannot be read.</summary>
    public string? Sample()
    {
        if (Problems.Count > 0 || Rows.Count == 0)
        {
            return null;
        }

        CsvColumns columns = CsvColumns.Find([.. Header], Columns, Kind);
        ImportLine line = CsvRow.Read(
            Kind, 2, string.Join(',', Rows[0]), [.. Rows[0]], columns, new Dictionary<string, string>());
        return line.Problem is null ? Encoding.UTF8.GetString(line.Json.Span) : null;
    }

    private IEnumerable<string> FindProblems()
    {
        if (Header.Count == 1 && Header[0].AsSpan().ContainsAny(';', '\t'))
        {
            yield return "The columns must be separated by commas.";
        }

        foreach (string field in Required.Where(name => !_fields.Contains(name)))
        {
            yield return $"Choose the column of {field}.";
        }

        foreach (string field in _fields.OfType<string>().GroupBy(field => field, StringComparer.Ordinal)
            .Where(same => same.Count() > 1).Select(same => same.Key))
        {
            yield return $"Two columns give {field}.";
        }

        foreach (string name in Header.Where((_, i) => _fields[i] is not null)
            .GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => same.Key))
        {
            yield return $"Two columns have the name '{name}'.";
        }
    }
}
