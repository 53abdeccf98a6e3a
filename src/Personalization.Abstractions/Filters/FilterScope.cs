namespace Personalization.Abstractions.Filters;

/// <summary>The references that a filter may use, which depend on the request.</summary>
[Flags]
public enum FilterScope
{
    /// <summary>No references.</summary>
    None = 0,

    /// <summary><c>item.NAME</c>: the request has a current item.</summary>
    Item = 1,

    /// <summary><c>user.NAME</c>: the request has a user.</summary>
    User = 2,

    /// <summary><c>context.NAME</c>: the request has a context.</summary>
    Context = 4,

    /// <summary>The expression is about the user: a plain name is a user's attribute.</summary>
    Audience = 8,
}
