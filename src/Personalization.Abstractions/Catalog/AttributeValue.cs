using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Abstractions.Catalog;

/// <summary>
/// The value of an item's attribute: a string, a number, true or false, or an array of strings. Immutable.
/// </summary>
/// <remarks>JSON has no dates. A date is a string in ISO 8601 form; <see cref="AsTime"/> reads it.</remarks>
[GenerateSerializer, Immutable, Alias("Personalization.AttributeValue")]
[JsonConverter(typeof(AttributeValueJsonConverter))]
public readonly struct AttributeValue : IEquatable<AttributeValue>
{
    [Id(1)]
    private readonly string? _text;

    [Id(2)]
    private readonly double _number;

    [Id(3)]
    private readonly ImmutableArray<string> _texts;

    private AttributeValue(AttributeKind kind, string? text, double number, ImmutableArray<string> texts)
    {
        Kind = kind;
        _text = text;
        _number = number;
        _texts = texts;
    }

    /// <summary>The kind of the value; <see cref="AttributeKind.Text"/> for the default value.</summary>
    [Id(0)]
    public AttributeKind Kind { get; private init; }

    /// <summary>The string; empty when the value is of another kind.</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>The number; 0 when the value is of another kind.</summary>
    public double Number => Kind == AttributeKind.Number ? _number : 0;

    /// <summary>Gets whether the value is true.</summary>
    public bool Flag => Kind == AttributeKind.Flag && _number != 0;

    /// <summary>The strings of an array; empty when the value is of another kind.</summary>
    public ImmutableArray<string> Texts => _texts.IsDefault ? [] : _texts;

    /// <summary>Makes a number value.</summary>
    public static implicit operator AttributeValue(double number) => Of(number);

    /// <summary>Makes a value of true or false.</summary>
    public static implicit operator AttributeValue(bool flag) => Of(flag);

    /// <summary>Gets whether two values have the same kind and content.</summary>
    public static bool operator ==(AttributeValue left, AttributeValue right) => left.Equals(right);

    /// <summary>Gets whether two values differ in kind or content.</summary>
    public static bool operator !=(AttributeValue left, AttributeValue right) => !left.Equals(right);

    /// <summary>Makes a string value.</summary>
    public static AttributeValue Of(string text) => new(AttributeKind.Text, text, 0, default);

    /// <summary>Makes a number value.</summary>
    public static AttributeValue Of(double number) => new(AttributeKind.Number, null, number, default);

    /// <summary>Makes a value of true or false.</summary>
    public static AttributeValue Of(bool flag) => new(AttributeKind.Flag, null, flag ? 1 : 0, default);

    /// <summary>Makes an array value.</summary>
    public static AttributeValue Of(ImmutableArray<string> texts) => new(AttributeKind.Texts, null, 0, texts);

    /// <summary>Reads the value as a number.</summary>
    /// <returns>The number, or the number that a string holds; null for other values.</returns>
    public double? AsNumber() => Kind switch
    {
        AttributeKind.Number => _number,
        AttributeKind.Text when double.TryParse(
            Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    /// <summary>Reads the value as a time.</summary>
    /// <returns>
    /// The time of a string that starts with an ISO 8601 date (2026-11-22 or 2026-11-22T18:30:00Z), UTC; null for other
    /// values. A string without an offset is UTC.
    /// </returns>
    public DateTimeOffset? AsTime() => Kind == AttributeKind.Text ? TimeOf(Text) : null;

    /// <summary>Reads a string as a time by the rules of <see cref="AsTime"/>; null when it is no date.</summary>
    public static DateTimeOffset? TimeOf(string text) =>
        text.Length >= "2026-11-22".Length
        && char.IsAsciiDigit(text[0])
        && text[4] == '-'
        && text[7] == '-'
        && DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset time)
            ? time
            : null;

    /// <summary>Writes the value as JSON: a string, a number, true or false, or an array of strings.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case AttributeKind.Number: writer.WriteNumberValue(_number); break;
            case AttributeKind.Flag: writer.WriteBooleanValue(Flag); break;
            case AttributeKind.Texts:
                writer.WriteStartArray();
                foreach (string text in Texts)
                {
                    writer.WriteStringValue(text);
                }

                writer.WriteEndArray();
                break;
            default: writer.WriteStringValue(Text); break;
        }
    }

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) =>
        Kind == other.Kind
        && _number.Equals(other._number)
        && string.Equals(Text, other.Text, StringComparison.Ordinal)
        && Texts.SequenceEqual(other.Texts, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is AttributeValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        Kind, _number, StringComparer.Ordinal.GetHashCode(Text), Texts.Length);

    /// <summary>Returns the value for people: an array is separated by commas.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Number => _number.ToString(CultureInfo.InvariantCulture),
        AttributeKind.Flag => Flag ? "true" : "false",
        AttributeKind.Texts => string.Join(", ", Texts),
        _ => Text,
    };
}
