using System.Text;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Json;

/// <summary>Reads JSON objects by a table of their fields: name, kind and setter.</summary>
/// <typeparam name="T">The object that receives the values.</typeparam>
/// <remarks>
/// Unknown fields, repeated fields and values of a wrong kind become errors; nothing is thrown. A table is complete
/// before its first use and does not change afterwards.
/// </remarks>
/// <param name="advice">A sentence for unknown fields, for example where to put them; null for none.</param>
public sealed class JsonTable<T>(string? advice = null)
{
    /// <summary>The most unknown fields that one object reports. A hostile body has thousands.</summary>
    private const int MaxUnknown = 10;

    /// <summary>The most fields of a table: the bits of the set of seen fields.</summary>
    private const int MaxFields = 64;

    private readonly List<Field> _fields = [];

    private delegate void ReadField(
        ref Utf8JsonReader reader, ref T target, string path, List<ValidationError> errors);

    /// <summary>The names of the fields, in the order of the table.</summary>
    public IEnumerable<string> Names => _fields.Select(known => known.Name);

    /// <summary>Adds a field with a string.</summary>
    public JsonTable<T> Text(string name, FieldSetter<T, string?> set) => Add(name, JsonFields.Text, set);

    /// <summary>Adds a field with a string that occurs in many objects, for example a type.</summary>
    public JsonTable<T> Known(string name, FieldSetter<T, string?> set) => Add(name, JsonFields.Known, set);

    /// <summary>Adds a field with a number.</summary>
    public JsonTable<T> Number(string name, FieldSetter<T, double?> set) => Add(name, JsonFields.Number, set);

    /// <summary>Adds a field with a decimal number.</summary>
    public JsonTable<T> Decimal(string name, FieldSetter<T, decimal?> set) => Add(name, JsonFields.Decimal, set);

    /// <summary>Adds a field with a 32-bit whole number.</summary>
    public JsonTable<T> Whole(string name, FieldSetter<T, int?> set) => Add(name, JsonFields.Whole, set);

    /// <summary>Adds a field with true or false.</summary>
    public JsonTable<T> Flag(string name, FieldSetter<T, bool?> set) => Add(name, JsonFields.Flag, set);

    /// <summary>Adds a field with an ISO 8601 time.</summary>
    public JsonTable<T> Time(string name, FieldSetter<T, DateTimeOffset?> set) => Add(name, JsonFields.Time, set);

    /// <summary>Adds a field with an array of strings.</summary>
    public JsonTable<T> Texts(string name, FieldSetter<T, List<string?>?> set) => Add(name, JsonFields.Texts, set);

    /// <summary>Adds a field with an object of strings.</summary>
    public JsonTable<T> Map(string name, FieldSetter<T, Dictionary<string, string?>?> set) =>
        Add(name, JsonFields.Map, set);

    /// <summary>Adds a field with an object.</summary>
    public JsonTable<T> One<TValue>(string name, ObjectReader<TValue> read, FieldSetter<T, TValue?> set)
        where TValue : class =>
        Add(
            name,
            (ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
                JsonFields.One(ref reader, path, field, read, errors),
            set);

    /// <summary>Adds a field with an array of objects.</summary>
    public JsonTable<T> Many<TValue>(string name, ObjectReader<TValue> read, FieldSetter<T, List<TValue>?> set)
        where TValue : class, new() =>
        Add(
            name,
            (ref Utf8JsonReader reader, string path, string field, List<ValidationError> errors) =>
                JsonFields.Many(ref reader, path, field, read, errors),
            set);

    /// <summary>Adds a field of any kind.</summary>
    /// <param name="name">The name of the field, case-sensitive.</param>
    /// <param name="read">Reads the value.</param>
    /// <param name="set">Stores the value.</param>
    public JsonTable<T> Add<TValue>(string name, FieldReader<TValue> read, FieldSetter<T, TValue> set)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_fields.Count, MaxFields);
        _fields.Add(new Field(
            name,
            Encoding.UTF8.GetBytes(name),
            (ref Utf8JsonReader reader, ref T target, string path, List<ValidationError> errors) =>
                set(ref target, read(ref reader, path, name, errors))));
        return this;
    }

    /// <summary>
    /// Reads one JSON object. The reader must stand on the object's first token; afterwards it stands on the last one.
    /// </summary>
    /// <param name="reader">The reader.</param>
    /// <param name="target">Receives the values.</param>
    /// <param name="path">The JSON path of the object in its input.</param>
    /// <param name="errors">Receives every error.</param>
    /// <param name="ignoreUnknown">Whether unknown fields are skipped instead of reported.</param>
    public void Read(
        ref Utf8JsonReader reader,
        ref T target,
        string path,
        List<ValidationError> errors,
        bool ignoreUnknown = false)
    {
        ulong seen = 0;
        int next = 0;
        int unknown = ignoreUnknown ? MaxUnknown : 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            int index = IndexOf(ref reader, next);
            if (index < 0)
            {
                if (unknown++ < MaxUnknown)
                {
                    errors.Add(Unknown(reader.GetString()!, path));
                }

                _ = reader.Read();
                reader.Skip();
                continue;
            }

            Field field = _fields[index];
            if ((seen & (1UL << index)) != 0 && !errors.Exists(error => error.Code == "duplicate"))
            {
                errors.Add(new($"{path}.{field.Name}", "duplicate", $"{field.Name} must not be repeated."));
            }

            seen |= 1UL << index;
            next = index + 1;
            _ = reader.Read();
            field.Read(ref reader, ref target, path, errors);
        }
    }

    /// <summary>Finds the field, first at the position after the last one, because most bodies keep an order.</summary>
    private int IndexOf(ref Utf8JsonReader reader, int next)
    {
        for (int i = 0; i < _fields.Count; i++)
        {
            int index = next + i < _fields.Count ? next + i : next + i - _fields.Count;
            if (reader.ValueTextEquals(_fields[index].Utf8))
            {
                return index;
            }
        }

        return -1;
    }

    private ValidationError Unknown(string name, string path)
    {
        string shown = NameGuess.Shorten(name);
        string at = shown.All(char.IsAsciiLetterOrDigit) && shown.Length > 0 ? $"{path}.{shown}" : $"{path}['{shown}']";
        string list = $"The fields are {string.Join(", ", Names)}.";
        string guess = NameGuess.Ask(name, Names);
        return new ValidationError(
            at, "unknown", $"'{shown}' is not a field.{guess}{(advice is null ? null : $" {advice}")} {list}");
    }

    private readonly record struct Field(string Name, byte[] Utf8, ReadField Read);
}
