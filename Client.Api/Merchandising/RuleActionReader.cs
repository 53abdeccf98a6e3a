using System.Text.Json;
using Personalization.Abstractions.Events;
using Personalization.Abstractions.Filters;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Json;
using Personalization.Abstractions.Merchandising;

namespace Personalization.Client.Api.Merchandising;

/// <summary>Reads and checks one action of a rule. Collects every error.</summary>
internal static class RuleActionReader
{
    private const int MaxName = 64;

    private static readonly string[] Kinds = ["include", "exclude", "boost", "bury", "share", "cap", "pin"];

    private static readonly JsonTable<RuleAction> Table = new JsonTable<RuleAction>()
        .Text("include", static (ref action, value) => action = action with { Include = value })
        .Text("exclude", static (ref action, value) => action = action with { Exclude = value })
        .Text("boost", static (ref action, value) => action = action with { Boost = value })
        .Text("bury", static (ref action, value) => action = action with { Bury = value })
        .Text("share", static (ref action, value) => action = action with { Share = value })
        .Text("cap", static (ref action, value) => action = action with { Cap = value })
        .Text("pin", static (ref action, value) => action = action with { Pin = value })
        .Number("factor", static (ref action, value) => action = action with { Factor = value })
        .Number("percent", static (ref action, value) => action = action with { Percent = value })
        .Whole("most", static (ref action, value) => action = action with { Most = value })
        .Whole("window", static (ref action, value) => action = action with { Window = value })
        .Whole("position", static (ref action, value) => action = action with { Position = value });

    /// <summary>Reads an action.</summary>
    public static RuleAction Read(ref Utf8JsonReader reader, string path, List<ValidationError> errors)
    {
        RuleAction action = new();
        int before = errors.Count;
        Table.Read(ref reader, ref action, path, errors);
        if (errors.Count == before)
        {
            Check(action, path, errors);
        }

        return action;
    }

    private static void Check(RuleAction action, string path, List<ValidationError> errors)
    {
        (string Kind, string? Value)[] set =
        [
            .. new[]
            {
                ("include", action.Include), ("exclude", action.Exclude), ("boost", action.Boost),
                ("bury", action.Bury), ("share", action.Share), ("cap", action.Cap), ("pin", action.Pin),
            }.Where(kind => kind.Item2 is not null),
        ];
        if (set.Length != 1)
        {
            errors.Add(new(path, "invalid", $"an action must have exactly one of {string.Join(", ", Kinds)} but had "
                + $"{(set.Length == 0 ? "none" : string.Join(", ", set.Select(kind => kind.Kind)))}."));
            return;
        }

        (string name, string? value) = set[0];
        if (name == "pin" && ItemId.TryCreate(value, out _) is { } problem)
        {
            errors.Add(new($"{path}.pin", "invalid", $"the item id {problem}."));
        }
        else if (name == "cap" && (IdentifierRules.Problem(value) is not null || value!.Length > MaxName))
        {
            errors.Add(new($"{path}.cap", "invalid",
                $"cap must be category or the name of an attribute, of 1 to {MaxName} characters."));
        }
        else if (name is not ("pin" or "cap"))
        {
            FieldErrors.Filter(value, FilterScope.User | FilterScope.Context, path, name, errors);
        }

        Companion(name == "boost", name, action.Factor, .01, 100, path, "factor", errors);
        Companion(name == "share", name, action.Percent, 1, 100, path, "percent", errors);
        Companion(name == "cap", name, action.Most, 1, 100, path, "most", errors);
        Companion(name == "cap", name, action.Window, 2, 100, path, "window", errors);
        Companion(name == "pin", name, action.Position, 1, 100, path, "position", errors);
    }

    /// <summary>Checks a field that belongs to one kind of action: required there, an error elsewhere.</summary>
    private static void Companion(
        bool belongs,
        string kind,
        double? value,
        double least,
        double most,
        string path,
        string field,
        List<ValidationError> errors)
    {
        if (!belongs && value is not null)
        {
            errors.Add(new($"{path}.{field}", "invalid", $"{field} does not belong to {kind}."));
        }
        else if (belongs && value is null)
        {
            errors.Add(new($"{path}.{field}", "required", FormattableString.Invariant(
                $"{kind} needs {field}, {least} to {most}.")));
        }
        else if (belongs)
        {
            FieldErrors.Range(value, least, most, path, field, errors);
        }
    }
}
