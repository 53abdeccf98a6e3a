using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Personalization.Abstractions.Events;

namespace Personalization.Client.Api.Http;

/// <summary>
/// Reads a query string strictly: parameters that are unknown, given twice or out of range are all listed in one 422.
/// A misspelt parameter that is silently ignored is a wrong answer nobody notices.
/// </summary>
internal struct QueryReader
{
    private readonly string? _query;
    private List<ValidationError>? _errors;

    /// <summary>Takes the query of a request and lists the names it must not have.</summary>
    public QueryReader(HttpRequest request, params ReadOnlySpan<string> known)
    {
        _query = request.QueryString.Value;
        if (!string.IsNullOrEmpty(_query))
        {
            CheckNames(known);
        }
    }

    /// <summary>The value of a parameter; null when it is not given.</summary>
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

    /// <summary>A whole number inside its range, or the default.</summary>
    public long Whole(string name, long least, long most, long byDefault)
    {
        if (Text(name) is not { } text)
        {
            return byDefault;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= least
            && value <= most)
        {
            return value;
        }

        bool isNumber = text.Length > 0 && text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0;
        Refuse(name, isNumber ? "outOfRange" : "invalid", string.Create(
            CultureInfo.InvariantCulture,
            $"{name} must be a whole number from {least} to {most}, is '{Shorten(text)}'."));
        return byDefault;
    }

    /// <summary>True or false (false by default).</summary>
    public bool Flag(string name)
    {
        string? text = Text(name);
        if (text is not (null or "true" or "false"))
        {
            Refuse(name, "invalid", $"{name} must be true or false, is '{Shorten(text)}'.");
        }

        return text == "true";
    }

    /// <summary>Adds an error of a parameter.</summary>
    public void Refuse(string name, string code, string message) =>
        (_errors ??= []).Add(new($"query.{name}", code, message));

    /// <summary>Adds an error of the path's id.</summary>
    public void RefuseId(string message) => (_errors ??= []).Add(new("path.id", "invalid", message));

    /// <summary>Throws 422 when there was any error.</summary>
    public readonly void ThrowIfWrong()
    {
        if (_errors is not null)
        {
            throw RequestRefusedException.Invalid(_errors);
        }
    }

    private void CheckNames(ReadOnlySpan<string> known)
    {
        List<string> seen = [];
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(_query))
        {
            string name = pair.DecodeName().ToString();
            if (!known.Contains(name))
            {
                string list = known.IsEmpty ? "there are none here" : $"known are {string.Join(", ", known.ToArray())}";
                Refuse(Shorten(name), "unknown", $"'{Shorten(name)}' is no parameter; {list}.");
            }
            else if (seen.Contains(name))
            {
                Refuse(name, "duplicate", $"{name} is given more than once.");
            }

            seen.Add(name);
        }
    }

    private static string Shorten(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 64), "...");
}
