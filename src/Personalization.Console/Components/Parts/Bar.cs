namespace Personalization.OperatorConsole.Components.Parts;

/// <summary>One row of a bar chart.</summary>
/// <param name="Name">The name on the left.</param>
/// <param name="Value">The length, relative to the longest bar.</param>
/// <param name="Text">The value on the right.</param>
/// <param name="IsAccent">Whether the bar stands out.</param>
/// <param name="Note">A remark behind the value; null for none.</param>
/// <param name="Link">The page that the name opens; null for none.</param>
/// <param name="Hint">The text shown over the name; null for the name itself.</param>
public sealed record Bar(
    string Name,
    double Value,
    string Text,
    bool IsAccent = false,
    string? Note = null,
    string? Link = null,
    string? Hint = null);
