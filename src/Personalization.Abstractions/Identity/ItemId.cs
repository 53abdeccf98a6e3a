namespace Personalization.Abstractions.Identity;

/// <summary>Names an item of the catalogue. Any printable text of 1 to 256 characters; compared ordinally, case counts.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.ItemId")]
public readonly record struct ItemId
{
    private ItemId(string value) => Value = value;

    /// <summary>The text as the client gave it; never empty in a value made by <see cref="Create"/>.</summary>
    [Id(0)]
    public string Value { get; private init; }

    /// <summary>Makes an identifier from text.</summary>
    /// <exception cref="FormatException"><paramref name="value"/> breaks <see cref="IdentifierRules"/>.</exception>
    public static ItemId Create(string value) => IdentifierRules.Problem(value) is { } problem
        ? throw new FormatException($"Item id {problem}.")
        : new ItemId(value);

    /// <summary>Makes an identifier from text, or tells why it cannot be one.</summary>
    /// <param name="value">The text from outside; may be null.</param>
    /// <param name="id">The identifier, default when there is a problem.</param>
    /// <returns>The problem, or null.</returns>
    public static string? TryCreate(string? value, out ItemId id)
    {
        string? problem = IdentifierRules.Problem(value);
        id = problem is null ? new ItemId(value!) : default;
        return problem;
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
