using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Json;

namespace Personalization.Client.Api.Http;

/// <summary>Takes a body apart into elements, so that one bad element does not sink the others.</summary>
internal static class JsonBody
{
    private static readonly string[] Paths = [.. Enumerable.Range(0, 1000).Select(MakePath)];

    /// <summary>The path of an element of a list: <c>$[3]</c>.</summary>
    public static string PathOf(int index) => index < Paths.Length ? Paths[index] : MakePath(index);

    /// <summary>Reads one object or an array of objects.</summary>
    /// <exception cref="RequestRefusedException">The body as a whole is malformed, or the array too long.</exception>
    public static ParsedBody<T> Read<T>(ReadOnlySequence<byte> utf8, int most, ReadElement<T> read)
        where T : class
    {
        Utf8JsonReader reader = new(utf8);
        try
        {
            _ = reader.Read();
            bool single = reader.TokenType != JsonTokenType.StartArray;
            List<ParsedElement<T>> elements = single
                ? [ReadOne(ref reader, "$", read)]
                : ReadArray(ref reader, most, read);
            _ = reader.Read(); // throws when something follows
            return new ParsedBody<T>(single, elements);
        }
        catch (JsonException error)
        {
            throw RequestRefusedException.Malformed("$", Explain(error, utf8.IsEmpty));
        }
    }

    /// <summary>Reads one line that must be one object; what is wrong with it becomes its errors.</summary>
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

    private static List<ParsedElement<T>> ReadArray<T>(ref Utf8JsonReader reader, int most, ReadElement<T> read)
        where T : class
    {
        List<ParsedElement<T>> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == most)
            {
                throw TooMany(most);
            }

            elements.Add(ReadOne(ref reader, PathOf(elements.Count), read));
        }

        return elements;
    }

    /// <summary>413 for a batch over its limit.</summary>
    public static RequestRefusedException TooMany(int most) =>
        new(
            ProblemCode.TooLarge,
            $"A batch must have at most {most} elements: send it in parts. Nothing of this one was taken.");

    private static ParsedElement<T> ReadOne<T>(ref Utf8JsonReader reader, string path, ReadElement<T> read)
        where T : class
    {
        List<ValidationError> errors = [];
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(new(path, "malformed", $"must be an object, is {JsonFields.Describe(reader.TokenType)}."));
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
            // a name that is not valid Unicode cannot be told from any other
            reader = start;
            reader.Skip();
            return new ParsedElement<T>(path, null, [new(path, "malformed", "has a name that is not valid Unicode.")]);
        }
    }

    private static string MakePath(int index) => string.Create(CultureInfo.InvariantCulture, $"$[{index}]");

    private static string Explain(JsonException error, bool empty) => empty
        ? "The body is empty; JSON is expected."
        : string.Create(CultureInfo.InvariantCulture, $"The JSON is malformed at line {error.LineNumber + 1}, byte "
            + $"{error.BytePositionInLine + 1}: {Sentence(error)}");

    /// <summary>The parser's own words without the position it appends.</summary>
    private static string Sentence(JsonException error)
    {
        int position = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? error.Message : error.Message[..position];
    }
}
