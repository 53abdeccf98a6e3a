using System.Text.Json;
using System.Text.Json.Nodes;

namespace Personalization.OperatorConsole.Merchandising;

/// <summary>One action of a rule as the form edits it.</summary>
internal sealed class RuleActionForm
{
    /// <summary>The kinds of actions with their meaning, in the order of the menu.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } = new Dictionary<string, string>
    {
        ["pin"] = "Pin an item to a position",
        ["boost"] = "Boost items",
        ["bury"] = "Bury items",
        ["exclude"] = "Exclude items",
        ["include"] = "Only these items",
        ["cap"] = "Cap a value in a window",
        ["share"] = "Reserve a share of positions",
    };

    /// <summary>The kind.</summary>
    public string Kind { get; set; } = "pin";

    /// <summary>The item id of a pin, the field of a cap, else a filter on items.</summary>
    public string? Text { get; set; }

    /// <summary>The position of a pin, the factor of a boost, the most of a cap, or the percent of a share.</summary>
    public double? Number { get; set; } = 1;

    /// <summary>The window of a cap.</summary>
    public int Window { get; set; } = 10;

    /// <summary>The label of <see cref="Text"/>.</summary>
    public string TextLabel => Kind switch { "pin" => "Item id", "cap" => "Attribute", _ => "Filter on items" };

    /// <summary>The label of <see cref="Number"/>; null for a kind without a number.</summary>
    public string? NumberLabel => NumberName switch
    {
        "position" => "Position",
        "factor" => "Factor",
        "most" => "At most",
        "percent" => "Percent",
        _ => null,
    };

    private string? NumberName => Kind switch
    {
        "pin" => "position",
        "boost" => "factor",
        "cap" => "most",
        "share" => "percent",
        _ => null,
    };

    /// <summary>Reads an action.</summary>
    public static RuleActionForm Read(JsonElement action)
    {
        RuleActionForm form = new()
        {
            Kind = Kinds.Keys.FirstOrDefault(kind => action.TryGetProperty(kind, out JsonElement value)
                && value.ValueKind == JsonValueKind.String) ?? "exclude",
        };
        form.Text = action.TryGetProperty(form.Kind, out JsonElement text) ? text.GetString() : null;
        form.Number = form.NumberName is { } name && action.TryGetProperty(name, out JsonElement number)
            ? number.GetDouble()
            : null;
        form.Window = action.TryGetProperty("window", out JsonElement window) ? window.GetInt32() : form.Window;
        return form;
    }

    /// <summary>Writes the action.</summary>
    public JsonObject Write()
    {
        JsonObject action = new() { [Kind] = Text?.Trim() ?? string.Empty };
        if (NumberName is { } name && Number is { } number)
        {
            action[name] = number == Math.Truncate(number) ? (long)number : number;
        }

        if (Kind == "cap")
        {
            action["window"] = Window;
        }

        return action;
    }

    /// <summary>The action in words.</summary>
    public override string ToString() => Kind switch
    {
        "pin" => $"pin {Text} to position {Number}",
        "boost" => $"boost {Text} by {Number}",
        "cap" => $"at most {Number} per {Text} in {Window}",
        "share" => $"{Number} % for {Text}",
        "include" => $"only {Text}",
        _ => $"{Kind} {Text}",
    };
}
