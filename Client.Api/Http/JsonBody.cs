using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Http;

/// <summary>Splits a JSON body into elements, so that one invalid element does not reject the others.</summary>
internal static class JsonBody
{
    /// <summary>The deepest nesting of an element; the default of the JSON reader.</summary>
    private const int MaxDepth = 64;

    private static readonly string[] Paths = [.. Enumerable.Range(0, 1000).Select(MakePath)];

    /// <summary>Returns the JSON path of a list element, for example <c>$[3]</c>.</summary>
    public static string PathOf(int index) => index < Paths.Length ? Paths[index] : MakePath(index);

    /// <summary>Reads one object or an array of objects.</summary>
    /// <exception cref="RequestRefusedException">The body is malformed, or the array is too long.</exception>
    public static ParsedBody<T> Read<T>(ReadOnlySequence<byte> utf8, int maxElements, ObjectReader<T> read)
        where T : class
    {
        try
        {
            return Read(new Utf8JsonReader(utf8), maxElements, read, ReadOne);
        }
        catch (JsonException)
        {
            // Perhaps one element is nested too deeply. The second reading finds it, or the error in the text.
            return ReadDeep(utf8, maxElements, read);
        }
    }

    private static ParsedBody<T> ReadDeep<T>(ReadOnlySequence<byte> utf8, int maxElements, ObjectReader<T> read)
        where T : class
    {
        try
        {
            Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = int.MaxValue });
            ParsedBody<T> body = Read(reader, maxElements, read, ReadShallow);
            return body.IsSingle && body.Elements[0].Value is null && body.Elements[0].Errors is [{ Code: "malformed" }]
                ? throw RequestRefusedException.Malformed("$", body.Elements[0].Errors[0].Message)
                : body;
        }
        catch (JsonException error)
        {
            throw RequestRefusedException.Malformed("$", Explain(error, utf8.IsEmpty));
        }
    }

    private static ParsedBody<T> Read<T>(
        Utf8JsonReader reader, int maxElements, ObjectReader<T> read, ReadNext<T> next)
        where T : class
    {
        _ = reader.Read();
        bool single = reader.TokenType != JsonTokenType.StartArray;
        List<ParsedElement<T>> elements = single
            ? [next(ref reader, "$", read)]
            : ReadArray(ref reader, maxElements, read, next);
        _ = reader.Read(); // throws on trailing content
        return new ParsedBody<T>(single, elements);
    }

    /// <summary>Reads one line of NDJSON, which must be one object. Problems become errors of the element.</summary>
    public static ParsedElement<T> ReadLine<T>(
        ReadOnlySequence<byte> line, int index, int lineNumber, ObjectReader<T> read)
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

    private static List<ParsedElement<T>> ReadArray<T>(
        ref Utf8JsonReader reader, int maxElements, ObjectReader<T> read, ReadNext<T> next)
        where T : class
    {
        List<ParsedElement<T>> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == maxElements)
            {
                throw TooMany(maxElements);
            }

            elements.Add(next(ref reader, PathOf(elements.Count), read));
        }

        return elements;
    }

    /// <summary>Creates the 413 for a batch over the limit.</summary>
    public static RequestRefusedException TooMany(int maxElements) =>
        new(
            ProblemCode.TooLarge,
            $"A batch must have at most {maxElements} elements. Split the batch; nothing was processed.");

    private static ParsedElement<T> ReadOne<T>(ref Utf8JsonReader reader, string path, ObjectReader<T> read)
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

    /// <summary>Reads an element of a text whose elements may be nested at any depth.</summary>
    private static ParsedElement<T> ReadShallow<T>(ref Utf8JsonReader reader, string path, ObjectReader<T> read)
        where T : class
    {
        Utf8JsonReader scan = reader;
        int deepest = 0;
        if (scan.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            while (scan.Read() && scan.CurrentDepth > reader.CurrentDepth)
            {
                deepest = Math.Max(deepest, scan.CurrentDepth - reader.CurrentDepth);
            }
        }

        if (deepest < MaxDepth)
        {
            return ReadOne(ref reader, path, read);
        }

        reader = scan;
        return new ParsedElement<T>(
            path, null, [new(path, "malformed", $"must be nested at most {MaxDepth} levels deep.")]);
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
