using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Identity;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Reads a query string strictly: unknown, duplicate and out-of-range parameters are all listed in one 422.
/// </summary>
/// <remarks>A misspelled parameter that is silently ignored would give a wrong result without an error.</remarks>
internal struct QueryReader
{
    private readonly string? _query;
    private List<ValidationError>? _errors;

    /// <summary>Reads the query of a request and adds an error for each unknown or duplicate name.</summary>
    public QueryReader(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.QueryString.Value;
        if (!string.IsNullOrEmpty(_query))
        {
            CheckNames(known);
        }
    }

    /// <summary>Returns the value of a parameter; null when it is missing.</summary>
    public readonly string? Text(string name)
    {
        if (!string.IsNullOrEmpty(_query))
        {
            foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(_query))
            {
                if (pair.DecodeName().Span.SequenceEqual(name))
                {
                    return pair.DecodeValue().ToString();
                }
            }
        }

        return null;
    }

    /// <summary>Whether the name of a parameter has a prefix.</summary>
    public readonly bool HasPrefix(string prefix)
    {
        if (!string.IsNullOrEmpty(_query))
        {
            foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(_query))
            {
                if (pair.DecodeName().Span.StartsWith(prefix, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Returns a whole number within its range, or the default.</summary>
    public long Whole(string name, long min, long max, long defaultValue)
    {
        if (Text(name) is not { } text)
        {
            return defaultValue;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= min
            && value <= max)
        {
            return value;
        }

        bool isNumber = text.Length > 0 && text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
        Refuse(name, isNumber ? "outOfRange" : "invalid", string.Create(
            CultureInfo.InvariantCulture,
            $"{name} must be a whole number from {min} to {max} but was '{Shorten(text)}'."));
        return defaultValue;
    }

    /// <summary>Returns a flag; false when it is missing.</summary>
    public bool Flag(string name)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            Refuse(name, "invalid", $"{name} must be true or false but was '{Shorten(text)}'.");
        }

        return text == "true";
    }

    /// <summary>Adds an error for a parameter.</summary>
    public void Refuse(string name, string code, string message) =>
        (_errors ??= []).Add(new($"query.{name}", code, message));

    /// <summary>Adds errors.</summary>
    public void Refuse(IReadOnlyCollection<ValidationError> errors)
    {
        if (errors.Count > 0)
        {
            (_errors ??= []).AddRange(errors);
        }
    }

    /// <summary>Adds an error for the id in the path.</summary>
    public void RefuseId(string message) => (_errors ??= []).Add(new("path.id", "invalid", message));

    /// <summary>Throws 422 with all errors, if there are any.</summary>
    public readonly void ThrowIfWrong()
    {
        if (_errors is not null)
        {
            throw RequestRefusedException.Invalid(_errors);
        }
    }

    private void CheckNames(ReadOnlySpan<string> known)
    {
        // A bit for each known name, so that a correct query allocates nothing.
        ulong seen = 0;
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(_query))
        {
            ReadOnlySpan<char> name = pair.DecodeName().Span;
            int place = IndexOf(known, name);
            if (place < 0)
            {
                RefuseUnknown(name.ToString(), known);
                continue;
            }

            if ((seen & (1UL << place)) != 0)
            {
                Refuse(known[place], "duplicate", $"{known[place]} must not be repeated.");
            }

            seen |= 1UL << place;
        }
    }

    private static int IndexOf(ReadOnlySpan<string> known, ReadOnlySpan<char> name)
    {
        for (int i = 0; i < known.Length; i++)
        {
            if (name.SequenceEqual(known[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void RefuseUnknown(string name, ReadOnlySpan<string> known)
    {
        string list = known.IsEmpty
            ? "the endpoint has no parameters"
            : $"the parameters are {string.Join(", ", known.ToArray())}";
        string guess = NameGuess.Ask(name, known.ToArray());
        Refuse(Shorten(name), "unknown", $"'{Shorten(name)}' is not a parameter; {list}.{guess}");
    }

    private static string Shorten(string text) => NameGuess.Shorten(text);
}
