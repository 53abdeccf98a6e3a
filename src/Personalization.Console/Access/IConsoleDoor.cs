namespace Personalization.OperatorConsole.Access;

/// <summary>Decides who may open the console. The API implements it with its keys.</summary>
public interface IConsoleDoor
{
    /// <summary>Whether the API has no keys. Everybody on this machine may then use the console.</summary>
    bool IsOpen { get; }

    /// <summary>The key with which the console calls the API of the same process; null without keys.</summary>
    string? EngineKey { get; }

    /// <summary>Checks a key that a person typed.</summary>
    /// <param name="key">The key.</param>
    /// <param name="address">The address of the caller, for the limit on wrong keys.</param>
    ConsoleSignIn SignIn(string key, object address);

    /// <summary>Reads the session of a cookie; null when it is invalid, has expired or its key was revoked.</summary>
    ConsoleUser? Read(string? session);
}

/// <summary>The result of a sign-in.</summary>
/// <param name="Session">The value of the session's cookie; null when the sign-in was refused.</param>
/// <param name="ExpiresAt">When the session ends.</param>
/// <param name="Problem">Why the sign-in was refused; null when it was not.</param>
/// <param name="RetryAfter">When the address may try again; null for at once.</param>
public sealed record ConsoleSignIn(
    string? Session, DateTimeOffset ExpiresAt, string? Problem = null, TimeSpan? RetryAfter = null);

/// <summary>A signed-in person.</summary>
/// <param name="Name">The name of the API key.</param>
/// <param name="CanChange">Whether the key may change things; otherwise the console only shows them.</param>
public sealed record ConsoleUser(string Name, bool CanChange);
