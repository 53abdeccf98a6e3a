namespace Personalization.Abstractions.Identity;

/// <summary>
/// The id of an item: any printable text of 1 to 256 characters; compared ordinally and case-sensitively.
/// </summary>
[GenerateSerializer, Immutable, Alias("Personalization.ItemId")]
public readonly record struct ItemId
{
    private ItemId(string value) => Value = value;

    /// <summary>The text as the client sent it; never empty in a value made by <see cref="Create"/>.</summary>
    [Id(0)]
    public string Value { get; private init; }

    /// <summary>Creates an id from text.</summary>
    /// <exception cref="FormatException"><paramref name="value"/> violates <see cref="IdentifierRules"/>.</exception>
    public static ItemId Create(string value) => IdentifierRules.Problem(value) is { } problem
        ? throw new FormatException($"Item id {problem}.")
        : new ItemId(value);

    /// <summary>Creates an id from text, or returns the reason why the text is not a valid id.</summary>
    /// <param name="value">The text; may be null.</param>
    /// <param name="id">The id; default when the text is invalid.</param>
    /// <returns>The violated rule; null when the text is valid.</returns>
    public static string? TryCreate(string? value, out ItemId id)
    {
        string? problem = IdentifierRules.Problem(value);
        id = problem is null ? new ItemId(value!) : default;
        return problem;
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
