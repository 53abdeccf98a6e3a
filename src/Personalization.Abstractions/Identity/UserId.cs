namespace Personalization.Abstractions.Identity;

/// <summary>Names a user, known or anonymous. Any printable text of 1 to 256 characters; compared ordinally, case counts.</summary>
[GenerateSerializer, Immutable, Alias("Personalization.UserId")]
public readonly record struct UserId
{
    private UserId(string value) => Value = value;

    /// <summary>The text as the client gave it; never empty in a value made by <see cref="Create"/>.</summary>
    [Id(0)]
    public string Value { get; private init; }

    /// <summary>Makes an identifier from text.</summary>
    /// <exception cref="FormatException"><paramref name="value"/> breaks <see cref="IdentifierRules"/>.</exception>
    public static UserId Create(string value) => IdentifierRules.Problem(value) is { } problem
        ? throw new FormatException($"User id {problem}.")
        : new UserId(value);

    /// <summary>Makes an identifier from text, or tells why it cannot be one.</summary>
    /// <param name="value">The text from outside; may be null.</param>
    /// <param name="id">The identifier, default when there is a problem.</param>
    /// <returns>The problem, or null.</returns>
    public static string? TryCreate(string? value, out UserId id)
    {
        string? problem = IdentifierRules.Problem(value);
        id = problem is null ? new UserId(value!) : default;
        return problem;
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
