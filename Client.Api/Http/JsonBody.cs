using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Http;

/// <summary>Splits a JSON body into elements, so that one invalid element does not reject the others.</summary>
internal static class JsonBody
{
    private static readonly string[] Paths = [.. Enumerable.Range(0, 1000).Select(MakePath)];

    /// <summary>Returns the JSON path of a list element, for example <c>$[3]</c>.</summary>
    public static string PathOf(int index) => index < Paths.Length ? Paths[index] : MakePath(index);

    /// <summary>Reads one object or an array of objects.</summary>
    /// <exception cref="RequestRefusedException">The body is malformed, or the array is too long.</exception>
    public static ParsedBody<T> Read<T>(ReadOnlySequence<byte> utf8, int maxElements, ReadElement<T> read)
        where T : class
    {
        Utf8JsonReader reader = new(utf8);
        try
        {
            _ = reader.Read();
            bool single = reader.TokenType != JsonTokenType.StartArray;
            List<ParsedElement<T>> elements = single
                ? [ReadOne(ref reader, "$", read)]
                : ReadArray(ref reader, maxElements, read);
            _ = reader.Read(); // throws on trailing content
            return new ParsedBody<T>(single, elements);
        }
        catch (JsonException error)
        {
            throw RequestRefusedException.Malformed("$", Explain(error, utf8.IsEmpty));
        }
    }

    /// <summary>Reads one line of NDJSON, which must be one object. Problems become errors of the element.</summary>
    public static ParsedElement<T> ReadLine<T>(
        ReadOnlySequence<byte> line, int index, int lineNumber, ReadElement<T> read)
        where T : class
    {
        string path = PathOf(index);
        Utf8JsonReader reader = new(line);
        try
        {
            _ = reader.Read();
            ParsedElement<T> element = ReadOne(ref reader, path, read);
            _ = reader.Read();
            return element;
        }
        catch (JsonException error)
        {
            string message = string.Create(
                CultureInfo.InvariantCulture,
                $"Line {lineNumber} is malformed at byte {error.BytePositionInLine + 1}: {Sentence(error)}");
            return new ParsedElement<T>(path, null, [new(path, "malformed", message)]);
        }
    }

    private static List<ParsedElement<T>> ReadArray<T>(ref Utf8JsonReader reader, int maxElements, ReadElement<T> read)
        where T : class
    {
        List<ParsedElement<T>> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == maxElements)
            {
                throw TooMany(maxElements);
            }

            elements.Add(ReadOne(ref reader, PathOf(elements.Count), read));
        }

        return elements;
    }

    /// <summary>Creates the 413 for a batch over the limit.</summary>
    public static RequestRefusedException TooMany(int maxElements) =>
        new(
            ProblemCode.TooLarge,
            $"A batch must have at most {maxElements} elements. Split the batch; nothing was processed.");

    private static ParsedElement<T> ReadOne<T>(ref Utf8JsonReader reader, string path, ReadElement<T> read)
        where T : class
    {
        List<ValidationError> errors = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(new(path, "malformed", $"must be an object but was {JsonFields.Describe(reader.TokenType)}."));
            reader.Skip();
            return new ParsedElement<T>(path, null, errors);
        }

        Utf8JsonReader start = reader;
        try
        {
            return new ParsedElement<T>(path, read(ref reader, path, errors), errors);
        }
        catch (InvalidOperationException)
        {
            // A property name with invalid Unicode cannot be compared with the known names.
            reader = start;
            reader.Skip();
            return new ParsedElement<T>(
                path, null, [new(path, "malformed", "has a property name that is not valid Unicode.")]);
        }
    }

    private static string MakePath(int index) => string.Create(CultureInfo.InvariantCulture, $"$[{index}]");

    private static string Explain(JsonException error, bool empty) => empty
        ? "The body is empty but must be JSON."
        : string.Create(CultureInfo.InvariantCulture, $"The JSON is malformed at line {error.LineNumber + 1}, byte "
            + $"{error.BytePositionInLine + 1}: {Sentence(error)}");

    /// <summary>The parser's message without its position suffix.</summary>
    private static string Sentence(JsonException error)
    {
        int position = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? error.Message : error.Message[..position];
    }
}
