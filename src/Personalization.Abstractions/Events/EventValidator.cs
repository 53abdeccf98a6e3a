using System.Collections.Immutable;
using System.Globalization;
using Personalization.Abstractions.Identity;

namespace Personalization.Abstractions.Events;

/// <summary>Validates events from clients. Collects every error instead of stopping at the first one.</summary>
public sealed class EventValidator(EventVocabulary vocabulary)
{
    /// <summary>The maximum time by which a client's clock may be ahead of the server's clock.</summary>
    public static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(10);

    /// <summary>The earliest accepted event time.</summary>
    /// <remarks>
    /// An earlier time is an unset field, or seconds read as milliseconds. Public event logs begin in 1997.
    /// </remarks>
    public static readonly DateTimeOffset Oldest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private const int MaxProperties = 32;
    private const int MaxPropertyName = 64;
    private const int MaxPropertyValue = 1024;
    private const int MaxShortText = 128;
    private const double MaxValue = 1e12;

    /// <summary>Validates one event.</summary>
    /// <param name="raw">The event as received.</param>
    /// <param name="now">The server's time; used as the event's time when <c>occurredAt</c> is missing.</param>
    /// <param name="path">The JSON path of the event in its input (<c>$</c> or <c>$[3]</c>).</param>
    /// <param name="errors">Receives every error that is found.</param>
    /// <param name="source">The name of the API key of the request; null without a key.</param>
    /// <returns>The validated event; null when errors were added.</returns>
    public UserEvent? Validate(
        RawEvent raw, DateTimeOffset now, string path, ICollection<ValidationError> errors, string? source = null)
    {
        int before = errors.Count;
        CheckText(raw.EventId, "eventId", required: true, path, errors);
        CheckId(UserId.TryCreate(raw.UserId, out UserId user), raw.UserId, "userId", path, errors);
        CheckNotReserved(raw.UserId, path, errors);
        CheckId(ItemId.TryCreate(raw.ItemId, out ItemId item), raw.ItemId, "itemId", path, errors);
        CheckType(raw.Type, path, errors);
        CheckOccurredAt(raw.OccurredAt, now, path, errors);
        CheckValue(raw.Value, path, errors);
        CheckText(raw.Placement, "placement", required: false, path, errors);
        CheckText(raw.RecommendationId, "recommendationId", required: false, path, errors);
        ImmutableDictionary<string, string> properties = CheckProperties(raw.Properties, path, errors);
        return errors.Count > before ? null : new UserEvent
        {
            EventId = raw.EventId!,
            UserId = user,
            Type = raw.Type!,
            ItemId = item,
            OccurredAt = (raw.OccurredAt ?? now).ToUniversalTime(),
            Value = raw.Value,
            Placement = raw.Placement,
            RecommendationId = raw.RecommendationId,
            Properties = properties,
            Source = source,
        };
    }

    private static void CheckId(
        string? problem, string? value, string field, string path, ICollection<ValidationError> errors)
    {
        if (problem is not null)
        {
            string code = value is null ? "required" : value.Length > IdentifierRules.MaxLength ? "tooLong" : "invalid";
            errors.Add(new($"{path}.{field}", code, $"{field} {problem}."));
        }
    }

    private static void CheckNotReserved(string? user, string path, ICollection<ValidationError> errors)
    {
        if (user?.StartsWith(SyntheticUsers.Prefix, StringComparison.Ordinal) == true)
        {
            errors.Add(new(
                $"{path}.userId",
                "reserved",
                $"userId must not start with {SyntheticUsers.Prefix}, which is reserved for the engine."));
        }
    }

    private static void CheckText(
        string? value, string field, bool required, string path, ICollection<ValidationError> errors)
    {
        if (value is null && !required)
        {
            return;
        }

        if (value?.Length > MaxShortText)
        {
            errors.Add(new(
                $"{path}.{field}",
                "tooLong",
                $"{field} must have at most {MaxShortText} characters but had {value.Length}."));
        }
        else if (IdentifierRules.Problem(value) is { } problem)
        {
            errors.Add(new($"{path}.{field}", value is null ? "required" : "invalid", $"{field} {problem}."));
        }
    }

    private static void CheckOccurredAt(
        DateTimeOffset? occurredAt, DateTimeOffset now, string path, ICollection<ValidationError> errors)
    {
        if (occurredAt is { } at && (at < Oldest || at > now + MaxClockSkew))
        {
            errors.Add(new($"{path}.occurredAt", "outOfRange", string.Create(CultureInfo.InvariantCulture,
                $"occurredAt must be between {Oldest:O} and {MaxClockSkew.TotalMinutes:0} minutes from now "
                    + $"but was {at:O}.")));
        }
    }

    private static void CheckValue(double? value, string path, ICollection<ValidationError> errors)
    {
        if (value is { } number && !(number is >= 0 and <= MaxValue))
        {
            errors.Add(new($"{path}.value", "outOfRange", string.Create(
                CultureInfo.InvariantCulture, $"value must be a number from 0 to 1e12 but was {number}.")));
        }
    }

    private static ImmutableDictionary<string, string> CheckProperties(
        IReadOnlyDictionary<string, string?>? properties, string path, ICollection<ValidationError> errors)
    {
        if (properties is null || properties.Count == 0)
        {
            return ImmutableDictionary<string, string>.Empty;
        }

        if (properties.Count > MaxProperties)
        {
            errors.Add(new(
                $"{path}.properties",
                "tooLong",
                $"properties must have at most {MaxProperties} names but had {properties.Count}."));
            return ImmutableDictionary<string, string>.Empty;
        }

        ImmutableDictionary<string, string>.Builder valid =
            ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string? value) in properties)
        {
            CheckProperty(name, value, path, errors);
            valid[name] = value ?? string.Empty;
        }

        return valid.ToImmutable();
    }

    private static void CheckProperty(string name, string? value, string path, ICollection<ValidationError> errors)
    {
        if (IdentifierRules.Problem(name) is not null || name.Length > MaxPropertyName)
        {
            errors.Add(new(
                $"{path}.properties",
                "invalid",
                $"a property name must be printable text of 1 to {MaxPropertyName} characters."));
        }

        if (value is null)
        {
            errors.Add(new($"{path}.properties['{name}']", "required", "a property value must not be null."));
        }
        else if (value.Length > MaxPropertyValue)
        {
            errors.Add(new(
                $"{path}.properties['{name}']",
                "tooLong",
                $"a property value must have at most {MaxPropertyValue} characters but had {value.Length}."));
        }
        else if (IdentifierRules.UnicodeProblem(value) is { } problem)
        {
            errors.Add(new($"{path}.properties['{name}']", "invalid", $"a property value {problem}."));
        }
    }

    private void CheckType(string? type, string path, ICollection<ValidationError> errors)
    {
        if (string.IsNullOrEmpty(type))
        {
            errors.Add(new($"{path}.type", "required", "type must not be empty."));
        }
        else if (!vocabulary.Knows(type))
        {
            string[] names = [.. vocabulary.Types.Select(t => t.Name).Order(StringComparer.Ordinal)];
            errors.Add(new(
                $"{path}.type",
                "unknown",
                $"type must be one of {string.Join(", ", names)} but was '{NameGuess.Shorten(type)}'."
                    + $"{NameGuess.Ask(type, names)} Declare further types in the settings."));
        }
    }
}
