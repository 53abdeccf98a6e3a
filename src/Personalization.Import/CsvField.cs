namespace Personalization.Import;

/// <summary>A field of the API that a CSV column gives.</summary>
/// <param name="Name">The name in the API's JSON.</param>
/// <param name="Value">The kind of the value.</param>
/// <param name="Parent">The object that has the field, for example <c>attributes</c>; null for the line itself.</param>
internal sealed record CsvField(string Name, CsvValue Value, string? Parent = null)
{
    private static readonly CsvField[] Events =
    [
        new("eventId", CsvValue.Text), new("userId", CsvValue.Text), new("type", CsvValue.Text),
        new("itemId", CsvValue.Text), new("occurredAt", CsvValue.Time), new("value", CsvValue.Number),
        new("placement", CsvValue.Text), new("recommendationId", CsvValue.Text), new("order", CsvValue.Text),
        new("properties", CsvValue.Object),
    ];

    private static readonly CsvField[] Items =
    [
        new("id", CsvValue.Text), new("title", CsvValue.Text), new("categories", CsvValue.List),
        new("price", CsvValue.Number), new("available", CsvValue.Flag), new("validFrom", CsvValue.Time),
        new("validUntil", CsvValue.Time), new("publishedAt", CsvValue.Time), new("attributes", CsvValue.Object),
    ];

    private static readonly CsvField[] Users =
    [
        new("id", CsvValue.Text), new("categories", CsvValue.List), new("attributes", CsvValue.Object),
        new("optOut", CsvValue.Flag), new("mergedInto", CsvValue.Text),
    ];

    private static readonly Dictionary<string, string> Short = new(StringComparer.Ordinal)
    {
        ["user"] = "userId",
        ["item"] = "itemId",
        ["at"] = "occurredAt",
        ["event"] = "eventId",
    };

    /// <summary>The names of the fields of a kind.</summary>
    public static IEnumerable<string> Names(ImportKind kind) => Of(kind).Select(field => field.Name);

    /// <summary>Names the fields of a kind for error messages.</summary>
    public static string Accepted(ImportKind kind)
    {
        string names = string.Join(", ", Names(kind));
        return kind switch
        {
            ImportKind.Events => $"{names}, properties.NAME; short: user, item, at, event",
            ImportKind.Items => $"{names}, attributes.NAME, attributes.NAME:number, :flag or :list",
            _ => $"{names}, attributes.NAME",
        };
    }

    /// <summary>Finds a field; null for an unknown name.</summary>
    public static CsvField? Find(ImportKind kind, string name)
    {
        string full = kind == ImportKind.Events ? Short.GetValueOrDefault(name, name) : name;
        string parent = kind == ImportKind.Events ? "properties" : "attributes";
        if (!full.StartsWith(parent + ".", StringComparison.Ordinal) || full.Length == parent.Length + 1)
        {
            return Array.Find(Of(kind), field => field.Name == full);
        }

        string[] parts = full[(parent.Length + 1)..].Split(':');
        CsvValue? value = (kind, parts) switch
        {
            (_, [_]) => CsvValue.Text,
            (ImportKind.Items, [_, "number"]) => CsvValue.Number,
            (ImportKind.Items, [_, "flag"]) => CsvValue.Flag,
            (ImportKind.Items, [_, "list"]) => CsvValue.List,
            _ => null,
        };
        return value is { } known ? new CsvField(parts[0], known, parent) : null;
    }

    private static CsvField[] Of(ImportKind kind) => kind switch
    {
        ImportKind.Items => Items,
        ImportKind.Users => Users,
        _ => Events,
    };
}

/// <summary>How the text of a CSV field becomes JSON.</summary>
internal enum CsvValue
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>ISO 8601, or Unix seconds or milliseconds.</summary>
    Time,

    /// <summary>Texts, joined by <c>|</c>.</summary>
    List,

    /// <summary>A JSON object.</summary>
    Object,
}
