namespace Personalization.Abstractions.Catalog;

/// <summary>The kind of an <see cref="AttributeValue"/>.</summary>
public enum AttributeKind
{
    /// <summary>A string. A string in ISO 8601 form can also be read as a time.</summary>
    Text,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>An array of strings.</summary>
    Texts,
}
