using System.Collections.Frozen;
using Personalization.Import;

namespace Personalization.OperatorConsole.Imports;

/// <summary>Guesses the field of a column from its name.</summary>
internal static class ColumnGuess
{
    private static readonly FrozenDictionary<string, string> Events = Table(
        ("eventId", "eventid"),
        ("userId", "userid user customerid customer visitorid visitor clientid shopperid memberid accountid"),
        ("type", "type event eventtype action activity behavior behaviour"),
        ("itemId", "itemid item productid product sku articleid article contentid"),
        ("occurredAt", "occurredat at time timestamp ts date datetime eventtime createdat"),
        ("value", "value amount rating revenue"),
        ("placement", "placement page position"),
        ("recommendationId", "recommendationid listid"),
        ("order", "order orderid transactionid"),
        ("properties", "properties"));

    private static readonly FrozenDictionary<string, string> Items = Table(
        ("id", "id itemid item productid product sku articleid article contentid"),
        ("title", "title name productname itemname label"),
        ("categories", "categories category categorypath department producttype"),
        ("price", "price saleprice unitprice"),
        ("available", "available availability instock active"),
        ("validFrom", "validfrom startdate startsat"),
        ("validUntil", "validuntil enddate endsat expiresat"),
        ("publishedAt", "publishedat published publicationdate releasedate createdat"),
        ("attributes", "attributes"));

    /// <summary>Whether a file looks like items: it has no column of users.</summary>
    public static bool LooksLikeItems(IEnumerable<string> header) =>
        !header.Any(name => Events.GetValueOrDefault(Plain(name)) == "userId");

    /// <summary>Gets the field of each column; null for a column to skip. No field is named twice.</summary>
    public static string?[] Of(ImportKind kind, IReadOnlyList<string> header)
    {
        string?[] fields = new string?[header.Count];
        HashSet<string> used = new(StringComparer.Ordinal);

        // The exact name of a field wins over a similar name in an earlier column.
        Fill(name => CsvField.Find(kind, name) is { } field && (field.Parent is not null || field.Name == name)
            ? name
            : null);
        Fill(name => (kind == ImportKind.Items ? Items : Events).GetValueOrDefault(Plain(name)));
        return fields;

        void Fill(Func<string, string?> find)
        {
            for (int i = 0; i < fields.Length; i++)
            {
                if (fields[i] is null && find(header[i]) is { } field && used.Add(field))
                {
                    fields[i] = field;
                }
            }
        }
    }

    /// <summary>The letters and digits of a name in lower case: <c>Customer_ID</c> is <c>customerid</c>.</summary>
    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static FrozenDictionary<string, string> Table(params (string Field, string Names)[] rows) => rows
        .SelectMany(row => row.Names.Split(' ').Select(name => KeyValuePair.Create(name, row.Field)))
        .ToFrozenDictionary(StringComparer.Ordinal);
}
