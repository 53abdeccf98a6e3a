using System.Collections.Immutable;
using Personalization.Abstractions.Keys;

namespace Personalization.Grains.Keys;

/// <summary>The stored keys and secrets. Immutable.</summary>
public sealed record KeysState
{
    /// <summary>Rises with every change but not with a use of a key.</summary>
    public long Version { get; init; }

    /// <summary>The secret of recommendation ids; null until the first silo asks for it.</summary>
    public IdSecret? IdSecret { get; init; }

    /// <summary>The secrets of user tokens, newest first.</summary>
    public ImmutableArray<TokenSecret> TokenSecrets { get; init; } = [];

    /// <summary>The keys in the order of their creation.</summary>
    public ImmutableArray<RuntimeKey> Keys { get; init; } = [];

    /// <summary>The latest changes, newest first.</summary>
    public ImmutableArray<KeyChange> Changes { get; init; } = [];
}
