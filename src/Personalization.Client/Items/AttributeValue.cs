using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Client.Items;

/// <summary>The value of an attribute: a text, a number, a boolean or a list of texts.</summary>
/// <remarks>The default value is null. In a patch it removes the attribute.</remarks>
[JsonConverter(typeof(AttributeValueConverter))]
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    private readonly object? _value;

    private AttributeValue(object? value) => _value = value;

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => _value is null;

    /// <summary>The text; null for another kind of value.</summary>
    public string? Text => _value as string;

    /// <summary>The number; null for another kind of value.</summary>
    public double? Number => _value as double?;

    /// <summary>The boolean; null for another kind of value.</summary>
    public bool? Flag => _value as bool?;

    /// <summary>The list of texts; null for another kind of value.</summary>
    public IReadOnlyList<string>? Texts => _value as string[];

    /// <summary>Creates a text.</summary>
    public static implicit operator AttributeValue(string? text) => new(text);

    /// <summary>Creates a number.</summary>
    public static implicit operator AttributeValue(double number) => new(number);

    /// <summary>Creates a boolean.</summary>
    public static implicit operator AttributeValue(bool flag) => new(flag);

    /// <summary>Creates a list of texts.</summary>
    public static implicit operator AttributeValue(string[]? texts) => new(texts?.ToArray());

    /// <summary>Creates a text.</summary>
    public static AttributeValue FromString(string? text) => new(text);

    /// <summary>Creates a number.</summary>
    public static AttributeValue FromDouble(double number) => new(number);

    /// <summary>Creates a boolean.</summary>
    public static AttributeValue FromBoolean(bool flag) => new(flag);

    /// <summary>Creates a list of texts.</summary>
    public static AttributeValue FromStrings(IEnumerable<string> texts) => new(texts.ToArray());

    /// <summary>Gets whether two values are equal.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Gets whether two values differ.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) => _value is string[] texts
        ? other._value is string[] others && texts.AsSpan().SequenceEqual(others)
        : Equals(_value, other._value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is string[] texts
        ? texts.Length
        : _value?.GetHashCode() ?? 0;

    /// <summary>The value as a person reads it; a list is separated by commas.</summary>
    public override string ToString() => _value switch
    {
        string[] texts => string.Join(", ", texts),
        double number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => _value as string ?? string.Empty,
    };

    internal void Write(Utf8JsonWriter writer)
    {
        switch (_value)
        {
            case string text: writer.WriteStringValue(text); break;
            case double number: writer.WriteNumberValue(number); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case string[] texts:
                writer.WriteStartArray();
                foreach (string text in texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            default: writer.WriteNullValue(); break;
        }
    }
}
